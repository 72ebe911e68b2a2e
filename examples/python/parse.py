"""Parse one file: python parse.py paper.pdf [http://127.0.0.1:8000]   (needs: pip install requests)"""

import pathlib
import sys
import time

import requests

path = pathlib.Path(sys.argv[1])
service = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8000"

with path.open("rb") as file:
    answer = requests.post(f"{service}/api/v1/tasks/submit", files={"file": (path.name, file)}, timeout=60)
if not answer.ok:
    sys.exit(f"refused: {answer.json()['error']['message']}")
task_url = f"{service}/api/v1/tasks/{answer.json()['task_id']}"

while True:
    task = requests.get(task_url, params={"content": "false"}, timeout=60).json()
    if task["status"] not in ("pending", "processing"):
        break
    time.sleep(0.5)
if task["status"] != "completed":
    sys.exit(f"{task['status']}: {task['error_message']}")

result = requests.get(task_url, timeout=600).json()
for page in result["failed_pages"]:
    print(f"page {page['page_number']} is missing: {page['code']}", file=sys.stderr)
print(result["markdown_content"])
