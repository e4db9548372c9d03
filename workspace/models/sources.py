"""Where what is found comes from: one SELECT a kind of thing.

Each gives object_id, holder_id, opens_id, field, page, key, title, body, state, product_id, at; `{table}` stands for a
table, so that the same text serves one statement's rows and the whole table (`manage.py reindex`).
"""

from dataclasses import dataclass

from records.states import Meaning
from workspace.states import Kind


class _Tables(dict[str, str]):
    """Every table stands for itself, but the ones named otherwise."""

    def __missing__(self, table: str) -> str:
        return table


@dataclass(frozen=True, slots=True)
class Source:
    """`main` is the table whose rows are found; a change in one of `others` is told on."""

    kind: Kind
    main: str
    select: str
    others: tuple[str, ...] = ()
    is_always_new: bool = False
    """A row that is added has no document yet: none has to be looked for, which costs a pack's rows a fifth."""

    def over(self, changed: str = "", rows: str = "changed") -> str:
        """The SELECT with one table replaced by `rows`, or with every table whole."""
        return self.select.format_map(_Tables({changed: rows} if changed else {}))


def _source(
    kind: Kind, main: str, columns: str, *, joins: str = "", others: tuple[str, ...] = (), is_always_new: bool = False
) -> Source:
    return Source(kind, main, f"SELECT {columns} FROM {{{main}}} r {joins}", others, is_always_new)


_MEANINGS = " ".join(f"WHEN '{meaning}' THEN '{meaning.label}'" for meaning in Meaning)
_PARENTS = {
    "agreement_version": ("agreements_agreementversion", "p.agreement_id"),
    "capa_extension": (
        "quality_events_dueextension",
        "(SELECT a.capa_id FROM quality_events_capaaction a WHERE a.id = p.action_id)",
    ),
    "class_change": ("quality_events_classchange", "p.event_id"),
    "informant": ("quality_events_informant", "p.event_id"),
    "oos": ("quality_events_oostrack", "p.event_id"),
    "oot": ("quality_events_oottrack", "p.event_id"),
}
"""What is signed and has no page of its own → its table (p), and the record whose page shows it."""
_OPENED_BY_PARENT = f"""CASE r.subject_kind {
    " ".join(
        f"WHEN '{kind}' THEN (SELECT {column} FROM {table} p WHERE p.id = r.subject_id)"
        for kind, (table, column) in _PARENTS.items()
    )
} END"""
_NUMBERS = """CROSS JOIN LATERAL (VALUES ('number', c.number), ('supplier_lot', c.supplier_lot),
    ('item_code', c.item_code)) n (field, key)"""
_COMPONENT = """c.id AS object_id, r.{holder} AS holder_id, c.id AS opens_id, n.field, 0 AS page, upper(n.key) AS key,
    c.item_name AS title, jsonb_build_object('Number', c.number,
    'Supplier’s lot', c.supplier_lot, 'Item', c.item_code, 'Supplier', c.supplier, 'Manufacturer', c.manufacturer)
    AS body, '' AS state, NULL::uuid AS product_id,
    coalesce(c.received_on::timestamp AT TIME ZONE 'UTC', '2000-01-01 00:00+00') AS at"""
_RESULT = "left(concat_ws(' ', coalesce(r.data->>'name', r.data->>'test'), r.data->>'value', r.data->>'unit'), 300)"
_MATERIAL = """left(concat_ws(' ', r.data->>'component_lot' || ':', coalesce(r.data->>'attribute', 'Identity'),
    coalesce(r.data->>'value', r.data->>'result'), r.data->>'unit'), 300)"""


def _results(sections: str, title: str, body: str, words: str) -> str:
    return f"""SELECT r.pack_id AS object_id, r.partnership_id AS holder_id, r.pack_id AS opens_id, r.section AS field,
        r.position AS page, '' AS key, {title} AS title, jsonb_build_object({body}, 'Limit', r.data->>'limit',
            'Method', r.data->>'method', 'Laboratory', r.data->>'laboratory', 'Certificate', r.data->>'document',
            'Lot', l.number) AS body,
        '' AS state, l.product_id, k.submitted_at AS at,
        concat_ws(' ', {title}, l.number, r.data->>'limit', r.data->>'method', r.data->>'laboratory',
            r.data->>'document', {words}) AS words
        FROM {{evidence_packrow}} r JOIN {{evidence_pack}} k ON k.id = r.pack_id JOIN {{lots_lot}} l ON l.id = k.lot_id
        WHERE r.section IN ({sections})"""


_RESULTS = " UNION ALL ".join(
    (
        _results(
            "'laboratory.results'",
            _RESULT,
            "'Test', r.data->>'test', 'Result', r.data->>'number', 'Sample', r.data->>'sample'",
            "r.data->>'test', r.data->>'number', r.data->>'sample'",
        ),
        _results(
            "'materials.certificate_results', 'materials.identity_tests'",
            _MATERIAL,
            "'Component lot', r.data->>'component_lot', 'Reference', r.data->>'reference_standard'",
            "r.data->>'reference_standard'",
        ),
    )
)
"""Of the lot and of its materials. A material's results stand in each pack that rests on them: whoever is shown a
component lot finds what its own packs say of it, never what another sponsor's do (ADR 0010)."""

SOURCES = (
    _source(
        Kind.PRODUCT,
        "masters_product",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, n.field, 0 AS page, upper(n.key) AS key,
        r.name AS title, jsonb_build_object('Code', r.code, 'Group', r."group", 'Form', r.dosage_form) AS body,
        '' AS state, r.id AS product_id, '2000-01-01 00:00+00'::timestamptz AS at""",
        joins="CROSS JOIN LATERAL (VALUES ('code', r.code), ('gtin', r.gtin)) n (field, key)",
    ),
    _source(
        Kind.LOT,
        "lots_lot",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, p.name AS title, jsonb_build_object('Number', r.number) AS body, r.state,
        r.product_id, r.created_at AS at""",
        joins="JOIN {masters_product} p ON p.id = r.product_id",
        others=("masters_product",),
    ),
    _source(
        Kind.COMPONENT_LOT,
        "lots_componentlot",
        _COMPONENT.format(holder="organisation_id").replace("c.", "r."),
        joins=_NUMBERS.replace("c.", "r."),
    ),
    _source(
        Kind.COMPONENT_LOT,
        "lots_disclosure",
        _COMPONENT.format(holder="partnership_id"),
        joins="JOIN {lots_componentlot} c ON c.id = r.component_lot_id " + _NUMBERS,
        others=("lots_componentlot",),
    ),
    Source(Kind.RESULT, "evidence_packrow", _RESULTS, is_always_new=True),  # a place in a pack is taken once
    _source(
        Kind.EVENT,
        "quality_events_qualityevent",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, r.title, jsonb_build_object('Number', r.number, 'Description', r.description,
            'Cause', r.cause, 'Effect', r.effect, 'Correction', r.correction, 'Material', r.material_action,
            'Scientific reason', r.rationale, 'Other lots', r.other_lots) AS body,
        r.state, NULL::uuid AS product_id, r.reported_at AS at""",
    ),
    _source(
        Kind.CHANGE,
        "change_control_changerequest",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, r.title, jsonb_build_object('Number', r.number, 'Description', r.description,
            'Justification', r.justification, 'Impact', r.impact) AS body,
        r.state, r.product_id, r.proposed_at AS at""",
    ),
    _source(
        Kind.AGREEMENT,
        "agreements_agreement",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, r.title, jsonb_build_object('Number', r.number, 'Product group', r.product_group)
            AS body, '' AS state, NULL::uuid AS product_id, '2000-01-01 00:00+00'::timestamptz AS at""",
    ),
    _source(
        Kind.SIGNATURE,
        "records_signature",
        f"""r.id AS object_id, r.partnership_id AS holder_id,
        coalesce({_OPENED_BY_PARENT}, r.subject_id) AS opens_id,
        r.subject_kind AS field, 0 AS page, '' AS key,
        left(concat_ws(' ', CASE r.meaning {_MEANINGS} END || ':', r.subject_label), 300) AS title,
        jsonb_build_object('Signed by', r.printed_name, 'Role', r.role, 'Reason', r.reason) AS body,
        '' AS state, NULL::uuid AS product_id, r.signed_at AS at""",
    ),
    _source(
        Kind.CONSIGNEE,
        "traceability_consignee",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'name' AS field, 0 AS page,
        upper(r.name) AS key, r.name AS title, jsonb_build_object('Address', r.address, 'Contact', r.contact) AS body,
        '' AS state, NULL::uuid AS product_id, '2000-01-01 00:00+00'::timestamptz AS at""",
    ),
    _source(
        Kind.SHIPMENT,
        "traceability_shipment",
        """r.id AS object_id, r.partnership_id AS holder_id, r.lot_id AS opens_id, 'reference' AS field, 0 AS page,
        upper(r.reference) AS key, left('Lot ' || l.number || ' to ' || g.name, 300) AS title,
        jsonb_build_object('Reference', r.reference, 'Carrier', r.carrier, 'From', r.ship_from) AS body,
        '' AS state, l.product_id, r.shipped_at AS at""",
        joins="""JOIN {lots_lot} l ON l.id = r.lot_id JOIN {traceability_consignee} g ON g.id = r.consignee_id""",
        others=("traceability_consignee",),
    ),
    _source(
        Kind.COMPLAINT,
        "quality_events_complaint",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, left(r.number || ', ' || p.name, 300) AS title, jsonb_build_object('Number', r.number,
            'Words', r.words, 'Reporter', r.reporter_reference, 'Lot as told', r.stated_lot, 'Use', r.usage,
            'Review', r.review, 'Findings', r.follow_up, 'Reply', r.reply) AS body,
        r.state, r.product_id, r.entered_at AS at""",
        joins="JOIN {masters_product} p ON p.id = r.product_id",
        others=("masters_product",),
    ),
    _source(
        Kind.RETURN,
        "quality_events_returnedproduct",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, left(r.number || ', ' || p.name, 300) AS title, jsonb_build_object('Number', r.number,
            'Returned by', r.returned_by, 'Words', r.words, 'Condition', r.condition, 'Place', r.place,
            'Review', r.review) AS body,
        r.state, r.product_id, r.entered_at AS at""",
        joins="JOIN {masters_product} p ON p.id = r.product_id",
        others=("masters_product",),
    ),
    _source(
        Kind.CAPA,
        "quality_events_capa",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'number' AS field, 0 AS page,
        upper(r.number) AS key, r.title, jsonb_build_object('Number', r.number, 'Problem', r.problem, 'Plan', r.plan,
            'Source', r.source_reference) AS body,
        r.state, r.product_id, r.proposed_at AS at""",
    ),
    _source(
        Kind.DOCUMENT,
        "evidence_evidencefile",
        """r.id AS object_id, r.partnership_id AS holder_id, r.id AS opens_id, 'name' AS field, 0 AS page,
        upper(r.name) AS key, r.name AS title, '{{}}'::jsonb AS body, '' AS state, NULL::uuid AS product_id,
        r.uploaded_at AS at""",
    ),
    _source(
        Kind.DOCUMENT,
        "evidence_pagetext",
        """r.file_id AS object_id, r.partnership_id AS holder_id, r.file_id AS opens_id,
        CASE r.source WHEN 'ocr' THEN 'scan' ELSE 'page' END AS field, r.page, '' AS key, f.name AS title,
        '{{}}'::jsonb AS body, '' AS state, NULL::uuid AS product_id, f.uploaded_at AS at, r.text AS words""",
        joins="JOIN {evidence_evidencefile} f ON f.id = r.file_id",
    ),
)
