"""A client of the v1 interface, as users of the service before this one have it: it reads every documented field."""

import io
import json
import sys
import time
import zipfile
from datetime import datetime

import requests

base, paper = sys.argv[1], sys.argv[2]
session = requests.Session()
session.headers["Authorization"] = "Bearer unused"


def read(answer, fields, where):
    missing = [name for name in fields if name not in answer]
    assert not missing, f"{where} lacks {missing}"


def get(path, expected=200, **params):
    response = session.get(base + path, params=params)
    assert response.status_code == expected, (path, response.status_code, response.text[:300])
    return response.json()


service = get("/")
read(service, ["service", "version", "description", "endpoints"], "/")
read(service["endpoints"], ["submit", "status", "cancel", "stats", "tasks", "health", "docs"], "endpoints")
health = get("/api/v1/health")
read(health, ["success", "status", "service", "version", "workers", "timestamp"], "health")
assert health["status"] == "healthy"
read(health["workers"], ["active", "available"], "health.workers")

before = datetime.now()
with open(paper, "rb") as file:
    response = session.post(
        base + "/api/v1/tasks/submit",
        files={"file": ("论文 final.pdf", file, "application/pdf")},
        data={
            "backend": "pipeline",
            "lang": "",
            "method": "auto",
            "formula_enable": "True",
            "table_enable": "1",
            "priority": "5",
            "enable_pagination": "",
            "watermark": "ignored",
        },
    )
assert response.status_code == 200, response.text
sent = response.json()
read(sent, ["success", "task_id", "status", "message", "file_name", "created_at", "backend", "priority"], "submit")
assert sent["success"] is True and sent["status"] == "pending" and sent["priority"] == 5
assert sent["message"] == "Task submitted successfully" and sent["file_name"] == "论文 final.pdf"
assert abs((datetime.fromisoformat(sent["created_at"]) - before).total_seconds()) < 60

task_id = sent["task_id"]
deadline = time.monotonic() + 60
while True:
    answer = get(f"/api/v1/tasks/{task_id}", upload_images="false")
    read(answer, ["success", "task", "timestamp", "status"], "task answer")
    if answer["status"] in ("completed", "failed", "cancelled"):
        break
    assert answer["status"] in ("pending", "processing") and time.monotonic() < deadline
    time.sleep(0.05)
assert answer["status"] == "completed", answer
top = [
    "task_id",
    "status",
    "file_name",
    "backend",
    "priority",
    "error_message",
    "created_at",
    "started_at",
    "completed_at",
    "result_path",
    "worker_id",
    "retry_count",
]
read(answer, top, "task answer")
read(answer["task"], top, "task")
added = ["outcome", "failed_pages", "warnings", "engine", "progress", "queue_position", "waiting_for", "attempts"]
read(answer["task"], added, "task")
read(answer["task"]["progress"], ["pages_done", "pages_total", "eta_seconds"], "progress")
started, completed = (datetime.fromisoformat(answer["task"][name]) for name in ("started_at", "completed_at"))
assert completed >= started and answer["task"]["retry_count"] == 0 and answer["task"]["error_message"] is None
read(answer, ["markdown_content", "images", "content_list", "middle_json", "data"], "completed answer")
assert "river" in answer["markdown_content"] and isinstance(answer["content_list"], list)
assert [page["page_idx"] for page in answer["middle_json"]["pdf_info"]] == [0]
assert len(answer["images"]) == 1
for image in answer["images"]:
    read(image, ["filename", "mime_type", "size_bytes", "data_url"], "image")
    assert image["data_url"].startswith(f"data:{image['mime_type']};base64,")
data = answer["data"]
read(data, ["content", "markdown_file", "images_uploaded", "has_images", "json_available"], "data")
assert data["content"] == answer["markdown_content"] and data["has_images"] is True
both = get(f"/api/v1/tasks/{task_id}", format="both")
read(both["data"], ["json_content", "json_file"], "data with format=both")
assert both["data"]["json_content"] == both["content_list"]

stats = get("/api/v1/queue/stats")
read(stats, ["success", "stats", "workers", "timestamp", "total"], "stats")
counts = ["pending", "processing", "completed", "failed", "cancelled", "total_active", "total_scheduled"]
read(stats["stats"], counts, "stats.stats")
assert all(isinstance(value, int) for value in stats["stats"].values())
read(stats["workers"], ["active_workers", "total_workers"], "stats.workers")

tasks = get("/api/v1/queue/tasks", status="completed", limit=10)
read(tasks, ["success", "tasks", "count", "limit", "status_filter", "timestamp"], "tasks")
assert tasks["limit"] == 10 and tasks["status_filter"] == "completed" and tasks["count"] == len(tasks["tasks"]) == 1
item = ["task_id", "status", "worker_id", "file_name", "backend", "created_at", "started_at", "priority"]
read(tasks["tasks"][0], item, "tasks[0]")
assert get("/api/v1/queue/tasks", status="nonsense")["tasks"] == []
assert get("/api/v1/queue/tasks/", limit=0)["tasks"] == []
fault = get("/api/v1/queue/tasks", expected=422, limit=1001)
read(fault["detail"][0], ["type", "loc", "msg", "input"], "422 detail")
assert fault["detail"][0]["loc"] == ["query", "limit"]

missing = get("/api/v1/tasks/00000000-0000-4000-8000-000000000000", expected=404)
assert isinstance(missing["detail"], str)
read(missing["error"], ["code", "message"], "error")
finished = session.delete(f"{base}/api/v1/tasks/{task_id}")
assert finished.status_code == 409
with open(paper, "rb") as file:
    refused = session.post(base + "/api/v1/tasks/submit", files={"file": ("a.pdf", file)}, data={"priority": "high"})
assert refused.status_code == 422 and refused.json()["detail"][0]["loc"] == ["body", "priority"]

with open(paper, "rb") as first, open(paper, "rb") as second:
    response = session.post(
        base + "/file_parse",
        files=[("files", ("a.pdf", first)), ("files", ("b/a.pdf", second)), ("files", ("bad.pdf", b"%PDF-nonsense"))],
        data={
            "output_dir": "/nowhere",
            "lang_list": "ch",
            "backend": "pipeline",
            "parse_method": "auto",
            "return_middle_json": "true",
            "return_model_output": "true",
            "return_content_list": "true",
            "return_images": "true",
            "start_page_id": 0,
            "end_page_id": 99999,
        },
    )
assert response.status_code == 200, response.text
parsed = response.json()
read(parsed, ["backend", "version", "results"], "file_parse")
assert list(parsed["results"]) == ["a", "a_2", "bad"] and isinstance(parsed["results"]["bad"]["error"], str)
for name in ("a", "a_2"):
    result = parsed["results"][name]
    read(result, ["md_content", "middle_json", "model_output", "content_list", "images"], name)
    for key in ("middle_json", "model_output", "content_list"):
        json.loads(result[key])
    assert all(url.startswith("data:image/") for url in result["images"].values())

with open(paper, "rb") as first:
    files = [("files", ("报告 (1).pdf", first)), ("files", ("bad.pdf", b"%PDF-nonsense"))]
    data = {"response_format_zip": "true", "return_images": "true", "return_content_list": "true"}
    response = session.post(base + "/file_parse", files=files, data=data)
assert response.status_code == 200 and response.headers["content-type"] == "application/zip"
assert 'filename="results.zip"' in response.headers["content-disposition"]
archive = zipfile.ZipFile(io.BytesIO(response.content))
assert archive.testzip() is None
names = sorted(name for name in archive.namelist() if "/images/" not in name)
assert names == ["报告__1_/报告__1_.md", "报告__1_/报告__1__content_list.json", "报告__1_/报告__1__content_list_v2.json"], names
assert any("/images/" in name for name in archive.namelist())

with open(paper, "rb") as file:
    last = session.post(base + "/api/v1/tasks/submit", files={"file": ("z.pdf", file)}).json()
deadline = time.monotonic() + 60
while get(f"/api/v1/tasks/{last['task_id']}")["status"] != "completed":
    assert time.monotonic() < deadline
for path in ("/docs", "/redoc", "/openapi.json", "/api/v1/engines", "/livez", "/readyz"):
    assert session.get(base + path).status_code == 200, path
assert session.post(base + "/api/v1/admin/cleanup", params={"days": 7}).json()["success"] is True
assert session.post(base + "/api/v1/admin/reset-stale").json()["success"] is True
print("every field was read")
