"""Converts PDFs with one of the Python programs: python.py PROGRAM, then a pair of paths a line on standard input.

Prints a JSON line for each file: what it cost this process and its children, or why it failed.
"""
import json
import os
import resource
import sys
import tempfile
import time


def pymupdf4llm():
    import pymupdf4llm as program

    return lambda path: program.to_markdown(path)


def markitdown():
    from markitdown import MarkItDown

    program = MarkItDown()
    return lambda path: program.convert(path).text_content


def opendataloader():
    import opendataloader_pdf as program

    def convert(path):
        with tempfile.TemporaryDirectory() as folder:
            program.convert(input_path=[path], output_dir=folder, format="markdown", quiet=True)
            stem = os.path.splitext(os.path.basename(path))[0]
            with open(os.path.join(folder, stem + ".md"), encoding="utf-8") as file:
                return file.read()

    return convert


def spent():
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main():
    convert = {"pymupdf4llm": pymupdf4llm, "markitdown": markitdown, "opendataloader": opendataloader}[sys.argv[1]]()
    report = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the programs print themselves must not mix with the report
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        cpu, wall = spent(), time.monotonic()
        answer = {"path": source}
        try:
            text = convert(source)
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
        except Exception as error:
            answer["error"] = str(error)[:200]
        answer["cpu"], answer["wall"] = spent() - cpu, time.monotonic() - wall
        report.write(json.dumps(answer) + "\n")
        report.flush()


main()
