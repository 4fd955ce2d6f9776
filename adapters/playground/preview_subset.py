"""What of Block Kit and Adaptive Cards can be drawn here: all that our adapters send, and nothing else.

By type the names of its properties. What bears no type of its own in the JSON has a name with a space in it.
"""

from __future__ import annotations

from collections.abc import Mapping

Known = Mapping[str, frozenset[str]]


def _known(**named: str) -> Known:
    return {name: frozenset(properties.split()) for name, properties in named.items()}


BLOCK_KIT: Known = {
    **_known(
        modal="callback_id private_metadata title submit close notify_on_close blocks",
        rich_text="elements",
        rich_text_section="elements",
        rich_text_quote="elements",
        text="text style",
        plain_text="text emoji",
        section="text",
        context="elements",
        image="image_url alt_text",
        divider="",
        actions="elements",
        button="action_id text value url style confirm accessibility_label",
        input="block_id label hint optional element dispatch_action",
        plain_text_input="action_id multiline max_length initial_value dispatch_action_config",
        datepicker="action_id initial_date",
        file_input="action_id filetypes max_files",
        checkboxes="action_id options initial_options",
        radio_buttons="action_id options initial_option",
        static_select="action_id options initial_option placeholder",
        multi_static_select="action_id options initial_options placeholder",
        external_select="action_id min_query_length initial_option placeholder",
        multi_external_select="action_id min_query_length initial_options placeholder",
    ),
    "a message": frozenset({"text", "blocks", "response_type", "replace_original"}),
    "a text style": frozenset({"bold"}),
    "a confirmation": frozenset({"title", "text", "confirm", "deny", "style"}),
    "an option": frozenset({"text", "value"}),
}
ADAPTIVE_CARD: Known = {
    **_known(
        AdaptiveCard="version body actions",
        RichTextBlock="inlines separator",
        TextRun="text weight size color isSubtle",
        Image="url altText separator",
        ActionSet="actions separator",
        Container="items style separator",
    ),
    "Action.Execute": frozenset({"title", "verb", "data", "style", "tooltip", "associatedInputs"}),
    "Action.Submit": frozenset({"title", "data", "style", "tooltip", "associatedInputs"}),
    "Action.OpenUrl": frozenset({"title", "url"}),
    "Action.ShowCard": frozenset({"title", "card", "style"}),
    "Input.Text": frozenset(
        {"id", "label", "value", "placeholder", "isMultiline", "maxLength", "isRequired", "errorMessage"}
    ),
    "Input.ChoiceSet": frozenset(
        {
            "id", "label", "choices", "choices.data", "value", "placeholder", "style", "isMultiSelect", "isRequired",
            "errorMessage", "wrap",
        }
    ),
    "Input.Date": frozenset({"id", "label", "value", "isRequired", "errorMessage"}),
    "a message": frozenset({"summary", "attachments"}),
    "a dialog": frozenset({"title", "height", "width", "card"}),
    "an attachment": frozenset({"contentType", "content"}),
    "a choice": frozenset({"title", "value"}),
}  # fmt: skip


def strange(element: object, known: Known, kind: str = "") -> tuple[str, ...]:
    """What of an element cannot be drawn: its type, or properties of it."""
    if not isinstance(element, Mapping):
        return (type(element).__name__,)
    kind = kind or str(element.get("type", "an element without a type"))
    if kind not in known:
        return (kind,)
    return tuple(f"{kind}: {name}" for name in element if name != "type" and name not in known[kind])
