"""With OPENSEARCH_URL readers search in OpenSearch: what is sent there, and who sees the answer.

No cluster is at hand here. A stand-in records each request and answers with the documents it is
told to; it shows that the requests are made and filtered, not how a real cluster ranks.
"""

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from portal.models import InfoPage
from portal.operations.pages import publish_page
from search.models import SearchEntry
from search.operations.indexing import index_page
from search.operations.rebuilding import rebuild
from tests.queue import drain, waiting

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """A recording stand-in; `found` are the ids that any search finds."""

    def __init__(self):
        self.requests = []
        self.found = []
        self.fails = False
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size).decode()
                path = self.path.partition("?")[0]
                cluster.requests.append((self.command, path, body))
                status, content = cluster.reply(self.command, path, body)
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, method, path, body):
        if self.fails:
            return 503, {"error": "down"}
        if path.endswith("/_bulk"):
            count = len(body.strip().splitlines()) // 2
            return 200, {"errors": False, "items": [{"index": {"status": 201}}] * count}
        if path.endswith("/_search"):
            hits = [{"_score": 1.0, "fields": {"pk": [str(pk)]}} for pk in self.found]
            return 200, {"hits": {"hits": hits}}
        if path.startswith("/_search/scroll"):
            return 200, {"hits": {"hits": []}}
        if method == "HEAD" or (method == "DELETE" and "_doc" not in path):
            return 404, {}
        return 200, {"acknowledged": True}

    def sent(self, method, ending):
        return [body for m, path, body in self.requests if m == method and path.endswith(ending)]


@pytest.fixture
def cluster(world, settings):
    cluster = Cluster()
    readers = {
        "BACKEND": "modelsearch.backends.opensearch3",
        "URLS": [cluster.url],
        "INDEX_PREFIX": "house_",
        "TIMEOUT": 5,
        "INDEX_SETTINGS": settings.OPENSEARCH_WORDS,
        "AUTO_UPDATE": False,
        "OPTIONS": {"max_retries": 0},
    }
    settings.WAGTAILSEARCH_BACKENDS = settings.WAGTAILSEARCH_BACKENDS | {"readers": readers}
    yield cluster
    cluster.server.shutdown()
    cluster.server.server_close()


def test_the_variable_switches_the_readers_engine_and_nothing_else():
    script = (
        "from django.conf import settings as s; import json;"
        "print(json.dumps(s.WAGTAILSEARCH_BACKENDS))"
    )
    environment = {
        **os.environ,
        "OPENSEARCH_URL": "https://me:secret@search.example:9200",
        "OPENSEARCH_PREFIX": "north",
        "DJANGO_SETTINGS_MODULE": "concierge.settings.test",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=True
    )
    backends = json.loads(done.stdout)
    assert backends["default"]["BACKEND"] == "wagtail.search.backends.database"
    assert backends["readers"]["BACKEND"] == "modelsearch.backends.opensearch3"
    assert backends["readers"]["URLS"] == ["https://me:secret@search.example:9200"]
    assert backends["readers"]["INDEX_PREFIX"] == "north_"


def test_rebuilding_makes_an_index_with_words_filters_and_all_entries(cluster):
    done = rebuild()
    assert done.entries == SearchEntry.objects.count() > 0
    created = [
        (path, json.loads(body))
        for method, path, body in cluster.requests
        if method == "PUT" and path.count("/") == 1
    ]
    ((name, index),) = created
    assert name.startswith("/house_search_searchentry_")
    analysis = index["settings"]["analysis"]
    assert analysis["analyzer"]["default"]["filter"] == ["lowercase", "beginnings"]
    (mapping,) = cluster.sent("PUT", "/_mapping")
    fields = json.loads(mapping)["properties"]
    assert fields["building_id_filter"]["type"] == "long"
    assert fields["audience_key_filter"]["type"] == "keyword"
    assert fields["published_at_filter"]["type"] == "date"
    assert fields["words"]["type"] == "text"
    lines = [line for body in cluster.sent("POST", "/_bulk") for line in body.splitlines()]
    bulk = [json.loads(line) for line in lines if line]
    documents = [line for line in bulk if "pk" in line]
    assert {int(d["pk"]) for d in documents} == set(
        SearchEntry.objects.values_list("pk", flat=True)
    )
    assert {d["title"] for d in documents} >= {"weeping lift inspection"}


def test_a_published_page_is_sent_folded_with_its_building(cluster, world):
    page = publish_page(
        actor=world.sol,
        parent=world.homes["willow"],
        page=InfoPage(title="Mülltonnen", slug="bins", body=[("text", "<p>Im Höfchen</p>")]),
    )
    cluster.requests.clear()
    index_page(page_id=page.pk)
    (body,) = cluster.sent("POST", "/_bulk")
    document = json.loads(body.strip().splitlines()[1])
    assert document["title"] == "mulltonnen"
    assert document["words"] == "im hofchen"
    assert document["building_id_filter"] == world.willow.pk
    assert document["audience_key_filter"] == ""


def test_a_question_carries_the_readers_buildings(cluster, sign_in, world):
    sign_in("ana").get("/api/v1/search", {"q": "lift"})
    query = json.loads(cluster.sent("POST", "/_search")[0])["query"]["bool"]
    told = json.dumps(query["filter"])
    assert f'"building_id_filter": [{world.willow.pk}]' in told
    # What is for everybody, and the one audience that Ana belongs to: owners.
    keys = re.search(r'"audience_key_filter": (\[.*?\])', told)
    public, *own = json.loads(keys[1])
    owners = SearchEntry.objects.get(page=world.minutes["willow"]).audience_key
    assert (public, own) == ("", [owners])
    assert "lift" in json.dumps(query["must"])


def test_whatever_the_cluster_answers_nobody_sees_more_than_theirs(cluster, sign_in):
    cluster.found = list(SearchEntry.objects.values_list("pk", flat=True))
    for name, token, strange in (
        ("ana", "Weeping", ("Quayside", "Elmwood")),
        ("iris", "Quayside", ("Weeping", "Elmwood")),
        ("emil", "Elmwood", ("Weeping", "Quayside")),
    ):
        told = sign_in(name).get("/api/v1/search", {"q": "lift"}).content.decode()
        told += sign_in(name).get("/api/v1/search/suggestions", {"q": "lift"}).content.decode()
        assert token in told
        assert not any(other in told for other in strange)


class TestWhenItDoesNotAnswer:
    def test_readers_are_told(self, cluster, sign_in):
        cluster.fails = True
        assert sign_in("ana").get("/api/v1/search", {"q": "lift"}).status_code == 503
        page = sign_in("ana").get("/search/", {"q": "lift"})
        assert page.status_code == 503
        assert "try again in a few minutes" in page.content.decode()

    def test_pages_are_published_and_withdrawn_all_the_same(self, cluster, world):
        cluster.fails = True
        page = world.infos["willow"]
        page.save_revision().publish()
        page.refresh_from_db()
        page.unpublish()
        assert not SearchEntry.objects.filter(page=page).exists()

    def test_the_worker_tries_again(self, cluster, world):
        world.infos["willow"].save_revision().publish()
        cluster.fails = True
        with pytest.raises(Exception, match="503"):
            drain()
        assert ("search.tasks.index_page", (world.infos["willow"].pk,)) in waiting()
        cluster.fails = False
        drain()
        assert cluster.sent("POST", "/_bulk")
