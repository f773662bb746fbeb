"""Set a form or a roster with WeasyPrint, as its makers would: HTML and a style sheet with our faces."""

import html
import json
import sys

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

what, source, fonts, out = sys.argv[1:5]
data = json.load(open(source, encoding="utf-8"))
faces = FontConfiguration()
size = "A4 landscape" if what == "roster" else "A4"
style = CSS(
    string=f"""
    @font-face {{ font-family: S; src: url(file://{fonts}/NotoSerifSC-Regular.ttf) }}
    @font-face {{ font-family: S; font-weight: bold; src: url(file://{fonts}/NotoSerifSC-Bold.ttf) }}
    @page {{ size: {size}; margin: 15mm; @bottom-center {{ content: counter(page) }} }}
    body {{ font: 10pt S }} h1 {{ text-align: center; font-size: 18pt }}
    table {{ width: 100%; border-collapse: collapse }} thead {{ display: table-header-group }}
    td, th {{ border: 0.5pt solid black; padding: 3pt; text-align: left; vertical-align: middle }}
    """,
    font_config=faces,
)


def text(value):
    return html.escape(str(value))


def cells(value):
    """What a form holds, however deep, as rows of label and value."""
    if isinstance(value, dict):
        rows = []
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                rows.append(f"<tr><th colspan=2>{text(key)}</th></tr>" + "".join(cells(inner)))
            else:
                rows.append(f"<tr><td>{text(key)}</td><td>{text(inner)}</td></tr>")
        return rows
    if isinstance(value, list):
        return [row for item in value for row in cells(item)]
    return [f"<tr><td colspan=2>{text(value)}</td></tr>"] if value else []


def write(body):
    HTML(string=f"<body>{body}").write_pdf(out, stylesheets=[style], font_config=faces)


if what == "roster":
    heads = list(data["line"][0])
    head = "<tr>" + "".join(f"<th>{text(h)}</th>" for h in heads) + "</tr>"
    rows = ("<tr>" + "".join(f"<td>{text(line[h])}</td>" for h in heads) + "</tr>" for line in data["line"])
    write(f"<h1>推荐花名册</h1><table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>")
else:
    for n in range(data["count"]):
        data["form"]["person"]["name"] = f"样第{n}"
        write(f"<h1>综合情况（公示）表</h1><table>{''.join(cells(data['form']))}</table>")
