"""Two client libraries, by other people, ask our service. Usage: clients.py SERVICE."""

import json
import sys

import httpx
import pandas as pd
from py_reconciliation_service_api import build_reconciliation_service
from py_reconciliation_service_api.models.reconciliation import ReconciliationQuery
from reconciler import reconcile

SERVICE = sys.argv[1]

# One reads the manifest and all answers by models of its own.
service = build_reconciliation_service(SERVICE)
results = service.reconcile_batch([
    ReconciliationQuery(query="Interpol"),
    ReconciliationQuery(query="Delhi", type="v:City", limit=1, type_strict="any"),
    ReconciliationQuery(query="Russia", properties=[{"pid": "v:memberOf", "v": {"id": "interpol"}}]),
    ReconciliationQuery(query="nothing of the kind"),
])
batch = [[candidate.id for candidate in result.result] for result in results]

# The other takes columns of tables.
frame = pd.DataFrame({"who": ["Interpol", "Trend Micro", "Singapore"], "what": ["INTERPOL", "-", "-"]})
table = reconcile(frame["who"], top_res=1, reconciliation_endpoint=SERVICE)

# Neither extends tables, so what the second has found is extended by hand.
extension = {"ids": list(table["id"]), "properties": [{"id": "rdf:type"}, {"id": "v:partnersWith", "settings": {"limit": 1}}]}
extended = httpx.post(SERVICE, data={"extend": json.dumps(extension)}).raise_for_status().json()
print(json.dumps({
    "batch": batch,
    "match": bool(results[0].result[0].match),
    "table": dict(zip(table["input_value"], table["id"])),
    "extended": extended,
}))
