"""Common first names and surnames: without a title or a signature only these tell a name from another word.

A first name that is also an ordinary word ("Roos", "Mark", "Ben") counts only with a surname behind it.
"""

from rituals.engine.redact_wordlist import words

FIRST_NAMES = words(
    """
    aad aafke aaltje adriaan albert alie alex anja anna anne annelies annemarie annemiek annie anouk ans anton arie
    arjan arjen astrid auke bas bart bernard bert berta bianca bob bouke bram bregje brigitte carla carolien
    caroline cees charlotte chris christa coby conny cor corrie daan daniël danny debbie dennis dick diederik diana
    dirk doutzen douwe eelco eefje els elly emma erik esther eva evelien evert femke fenna ferry fleur floor foekje
    frans fred freek frits froukje gea geert gerard gerda gerrit gert gijs greet greetje gretha guus han hanneke
    hayat hanna hannie hans harm harry heleen helga hendrik henk henny herman hessel hidde hilde hinke ilse ina
    ineke inge ingrid irene iris jaap jacco jacob jacqueline jan janneke janny jantje jasper jelle jelmer jeroen
    jesse jet jitske joeri johan johanna joke joop joost jorn joris jos josé joyce judith julia jurgen karel karin
    kees kevin kim klaas klaske koen koos lars laura leen lennart leo leonie lia lidy lies liesbeth lieke linda lisa
    lisette loes lotte louise lucas luuk maaike maarten mandy manon marcel margriet maria marian marianne marie
    marieke mariëlle marije marijke marit marjan marjolein marleen marloes martijn martin martine mathijs matthijs
    max merel mia michel miep mieke mien milan mirjam monique nanda nel nellie nick niek niels nienke nina noor olga
    otto patricia patrick paul paula peter petra piet pieter pim rachel ramon remco renate rené rens rianne ria
    richard rick rie riet rik rob robert robin roel roelof rolf ron ronald ruben rutger ruud sabine sander sandra
    sanne sara saskia sem sietske sieb sjaak sjoerd sjors sofie sonja stefan steven suzanne sven sybren sytske
    tamara tanja teun theo thijs thomas tim tineke tinie tjeerd tom toos trudy trijntje truus ursula vera veerle
    vincent wendy wessel wietske wiebe willem willemijn wilma wim wouter wubbo yvonne ytje ahmet ali arda aylin ayşe
    ayse aysel bülent burak cem elif emine emre emir engin esra fatma fatih gül gülsen gülay hakan halil hasan
    hatice hülya hüseyin ibrahim ismail kemal leyla mehmet melek meryem merve murat mustafa necla nuray orhan ömer
    osman özlem ramazan recep selim selma sevgi sibel sinan süleyman tuba yasemin yusuf zehra zeynep abdel
    abdelkader abdellah abdul achraf ahmad ahmed aicha aïcha amina amine anass asma aziz bilal bouchra brahim driss
    fadma farid farida fatiha fatima fouad hafid hafida hamid hamza hanan hassan hicham houria ikram ilham imane
    jamal jamila kamal karim karima khadija khalid latifa layla loubna mohamed mohammed mounir mina mimoun mimount
    nabil nadia naima najat naoual nora noura omar ouafa rachid rachida rashid redouan rkia saïd said saida salma
    samir samira soufian soumaya tarik yassin yassine youssef younes youssra zakaria zohra anil ashwin chandra dewi
    earl edgar farah giovanni indra kwame kofi kwasi ama akosua lloyd marlon orlando radjesh rajesh rishi ruth
    sandhya santosh shanti sharda shirley soenil stanley sunita urmila vijay winston agnieszka aleksandra andrzej
    anastasia barbara beata bogdan bożena danuta dariusz dorota ewa grzegorz halina irena jacek jerzy joanna
    katarzyna krzysztof krystyna magda magdalena małgorzata marek mariusz marta michał monika oksana oleh olena
    paweł piotr rafał sławomir stanisław svitlana tadeusz teresa tomasz volodymyr wojciech yulia zbigniew zofia abdi
    amir asha dahir farhan hodan mariam mehdi mohammad nasrin parisa reza sahra selam tesfay yohannes abdullah
    abdirahman abdelhak adil adnan agnes ali-reza alice amber amira angela angelique angelo anita anke antoinette
    arend arnold arthur asiye ayoub aynur badr baukje beatrijs benjamin berend betty birgit birgül bojan boris
    brenda britt burcu carmen casper cemile cengiz chantal cheng claudia claire colette cornelis cynthia dalila
    damian david delano denise derya dieuwke dilara dilek dimitri dina dominik dorien doortje eduard egbert
    elisabeth elise ellen elsbeth emily enes erol erwin etienne evelyn fabian faisal fatoumata fedde feyza fien
    filip fiona franciscus frank friso gabriël gamze geertje gerben gerdien germa gijsbert glenn gonda gonnie gökhan
    grietje halima hamide harmen hatima hedwig hein heino hella hendrika henriëtte hester hilda hilletje huib
    huseyin ibtissam ilona imran inga irma isabel isabelle ivo iwona jaantje jacoba janine janna jeanette jeanne
    jeanine jeltje jennifer jessica joel johannes jolanda jolien jonas jordy josefien josje jurriaan kacper kadir
    kaoutar karen kasper katja kenan kitty kirsten klaartje lamyae laurens leonard levi liselotte lisanne lodewijk
    lorenzo luc lucia ludmila lydia lyanne maarje machteld maike malika manouk manuela margreet marcus marja
    marjolijn mark marko marnix marijn martha mathilde maurice maurits meindert melanie melissa menno merijn meryam
    michael michelle michiel mike milou miranda moniek mouad mustapha myrthe myriam naïma natalia natalie natasja
    nathalie nazan nelleke nico nicole nihal nils nurcan nuri oğuz olivia onno oscar ottilie otmane pascal pauline
    perihan petronella philip phoebe piotrek pjotr priscilla rafael ralf ramona randy raymond rebecca redouane
    regina reinier renske richelle rita robbert roderick rogier roland romy rosa rosalie roxanne rudi rudolf sadia
    safae sahar salah sami samuel sarah sean sebastiaan serdar serge shanta sharon sheila siham silvia simon simone
    sofia sonay soraya soumia stefanie stephan stijn susan sylvia taco tarek tess tessa thea theodoor thierry thirza
    tijmen tijn tobias ton trees trix tuğba tymon ümit umut valentina vanessa victor viola walter wanda ward
    wendelien werner wiesje wijnand wilfred wilhelmina willeke willy winfried wibo xander ximena yara yasmina yavuz
    yentl ylva yolanda younous yunus zahra zahira zeliha zoë zuzanna zülfikar bo roos mo
    """
)

AMBIGUOUS = words(
    """
    ton frank ama amber mark storm ward ria rosa will asha ben bo bob cor daan dick eva floor fleur gea han iris jet
    leen leo lies lia max mei merel mia mien mina noor ons rens rie riet rik rob roos ruth said sem sara tim tom
    toos vera wil milan diana victoria anna anne maria gul bas alie els dag dewi earl elif emir inge jos ans
    """
)
"""In small letters these are words, or nearly; with a capital they are names."""

SURNAMES = words(
    """
    jansen janssen jansma de-vries bakker visser smit meijer meyer mulder bos vos peters hendriks dekker brouwer
    dijkstra smits graaf willems jacobs hermans kok schouten vermeulen prins postma huisman hoekstra kuiper kuipers
    veenstra kramer maas verhoeven koster wolters scholten willemsen gerritsen hofman martens driessen timmermans
    bosman vink schipper sanders wiersma bouwman mol kuijpers sikkema terpstra zijlstra bosch boer vries jong berg
    dijk wit groot haan leeuw ruiter lange bruin boom heuvel broek linden ven veen horst meer wal hoek hof velde
    brink beek yilmaz yıldız kaya demir çelik şahin aydın öztürk arslan doğan kılıç aslan çetin koç kurt özdemir
    amrani idrissi haddad bouzid benali alaoui bakkali hamdaoui boukhari yacoubi tahiri ouali kowalski nowak
    wiśniewski wójcik kamiński lewandowski zieliński mensah owusu singh ramdin ramdas baldew jagessar bhagwandin
    mohan autar kartosen pinas bouma douma
    """
)
