FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/klantritme
COPY requirements/run.txt requirements/run.txt
RUN /opt/klantritme/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt
COPY pyproject.toml README.md ./
COPY bot bot
COPY adapters adapters
COPY rituals rituals
COPY store store
RUN /opt/klantritme/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 # Dates and numbers of the languages we speak; the others are 30 MB.
 && find /opt/klantritme/lib -path '*/babel/locale-data/*.dat' \
    ! -name 'root.dat' ! -name 'nl*.dat' ! -name 'en.dat' ! -name 'en_*.dat' -delete \
 # What only builds and installs stays behind.
 && /opt/klantritme/bin/pip uninstall -q -y hatchling pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin klantritme \
 && install -d -o klantritme -g klantritme -m 0700 /data
COPY --from=build /opt/klantritme /opt/klantritme
ENV PATH=/opt/klantritme/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/klantritme.db \
    KEY_DIR=/data/keys \
    HOST=0.0.0.0 \
    PORT=8080
USER klantritme
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["klantritme"]
CMD ["run"]
