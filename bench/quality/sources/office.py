"""Makes office files with the libraries that others use: a JSON list of {"path", "blocks"} on standard input; the path's ending says which."""
import json
import sys


def cells(table):
    """Yields row, column, text, height, width of each cell."""
    taken = set()
    for row, line in enumerate(table["rows"]):
        column = 0
        for cell in line:
            cell = {"text": cell} if isinstance(cell, str) else cell
            while (row, column) in taken:
                column += 1
            height, width = cell.get("rows", 1), cell.get("columns", 1)
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            yield row, column, cell["text"], height, width
            column += width


def size(table):
    spots = list(cells(table))
    return max(row + height for row, _, _, height, _ in spots), max(column + width for _, column, _, _, width in spots)


def fill(table, grid):
    for row, column, text, height, width in cells(table):
        spot = grid.cell(row, column)
        if height > 1 or width > 1:
            spot = spot.merge(grid.cell(row + height - 1, column + width - 1)) or spot
        (spot if hasattr(spot, "text") else grid.cell(row, column)).text = text


def docx(blocks):
    import docx as library

    document = library.Document()

    def items(entries, ordered, depth):
        for entry in entries:
            style = ("List Number" if ordered else "List Bullet") + (f" {depth}" if depth > 1 else "")
            document.add_paragraph(entry["text"], style=style)
            items(entry.get("items", []), entry.get("ordered", False), depth + 1)

    for block in blocks:
        kind = block["kind"]
        if kind == "title":
            document.add_heading(block["text"], level=block["level"] - 1)
        elif kind == "list":
            items(block["items"], block["ordered"], 1)
        elif kind == "table":
            if "caption" in block:
                document.add_paragraph(block["caption"], style="Caption")
            grid = document.add_table(*size(block), style="Table Grid")
            fill(block, grid)
        elif kind == "quote":
            document.add_paragraph(block["text"], style="Quote")
        elif kind == "references":
            for entry in block["entries"]:
                document.add_paragraph(entry)
        elif "text" in block:
            document.add_paragraph(block["text"])
    return document.save


def pptx(blocks):
    import pptx as library
    from pptx.util import Inches

    deck = library.Presentation()
    slide = None

    def items(frame, entries, level):
        for entry in entries:
            paragraph = frame.paragraphs[0] if frame.paragraphs[0].text == "" else frame.add_paragraph()
            paragraph.text, paragraph.level = entry["text"], level
            items(frame, entry.get("items", []), level + 1)

    for at, block in enumerate(blocks):
        if block["kind"] == "title":
            body = len(blocks) > at + 1 and blocks[at + 1]["kind"] == "list"
            slide = deck.slides.add_slide(deck.slide_layouts[1 if body else 5])
            slide.shapes.title.text = block["text"]
        elif block["kind"] == "list":
            items(slide.placeholders[1].text_frame, block["items"], 0)
        elif block["kind"] == "table":
            rows, columns = size(block)
            shape = slide.shapes.add_table(rows, columns, Inches(0.5), Inches(1.5), Inches(9), Inches(4))
            fill(block, shape.table)
    return deck.save


def xlsx(blocks):
    import openpyxl as library
    from openpyxl.styles import Font

    book = library.Workbook()
    book.remove(book.active)
    sheet = None
    for block in blocks:
        if block["kind"] == "title":
            sheet = book.create_sheet(block["text"][:31])
        elif block["kind"] == "table":
            first = sheet.max_row + 2 if sheet.max_row > 1 else 1
            for row, column, text, height, width in cells(block):
                spot = sheet.cell(first + row, column + 1, text if text else None)
                spot.font = Font(bold=row < block["head"])
                if height > 1 or width > 1:
                    sheet.merge_cells(None, first + row, column + 1, first + row + height - 1, column + width)
    return book.save


makers = {"docx": docx, "pptx": pptx, "xlsx": xlsx}
for wish in json.load(sys.stdin):
    makers[wish["path"].rsplit(".", 1)[1]](wish["blocks"])(wish["path"])
