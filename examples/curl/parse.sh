#!/bin/sh
# Parse one file with curl: sh parse.sh paper.pdf [http://127.0.0.1:8000]
set -eu
file=$1
service=${2:-http://127.0.0.1:8000}

# Submit it. The answer names the task.
task=$(curl -sS --fail-with-body -F "file=@$file" "$service/api/v1/tasks/submit" |
  sed 's/.*"task_id":"\([^"]*\)".*/\1/')

# Look at it without its content until it is final.
while :; do
  status=$(curl -sS "$service/api/v1/tasks/$task?content=false" | sed 's/^.*"timestamp":[^}]*"status":"\([^"]*\)".*$/\1/')
  case $status in
    pending | processing) sleep 1 ;;
    *) break ;;
  esac
done
echo "$task $status"

# Several files at once, with all that belongs to them in a zip; this call waits.
curl -sS --fail-with-body -F "files=@$file" -F response_format_zip=true -F return_images=true -F return_content_list=true \
  -o results.zip "$service/file_parse"
