#!/usr/bin/env python3
"""Make the directory of the Kunming pack out of the text of the two guides.

    python3 tests/extract/directory.py SOURCES OUT

SOURCES is a folder with guide-2022.txt and guide-2025.txt, the plain text of the city's guides; they
are not part of the repository. OUT is the folder of the pack (assets/packs/kunming). Written are
directory/YEAR/{senior,intermediate,office,title}.toml and parameter/engineering-field.toml. The same
texts give the same bytes; committed is what this program wrote. Standard library only, Python 3.9 or
later.

Names, telephones, addresses, titles and months are taken over; blanks, widths, brackets, dashes and
the odd traditional character are put right. What a committee or an office handles is said again in
short words of our own, never copied. Every name must be known to committee.py, which gives it our
own id: an unknown one stops the program, because guessing would join two committees.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

sys.dont_write_bytecode = True  # nothing but the data is left behind

from committee import AREAS_OF, COMMITTEE, FIELDS_OF, NOTE, OFFICE, SCOPE, SECOND_OFFICE

CHECKED_ON = "2026-11-25"
AREA_CODE = "0871"
LEVELS = ["full_senior", "associate_senior", "intermediate", "assistant", "technician"]
# A unit printed among the committees that only takes papers in, and the committee it does so for.
ACCEPTING_UNIT = "昆明地铁运营有限公司"
ACCEPTS_FOR = "km.47"
# Traditional characters seen in the texts.
TRADITIONAL = str.maketrans({"員": "员"})
# A cell that holds two names.
TWO_NAMES = {"主治(主管)医师": ["主治医师", "主管医师"]}


def clean(text):
    """A name without blanks, half-width, in simplified characters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(TRADITIONAL)


def address(text):
    """An address with the punctuation of Chinese prose, without a remark that may follow it."""
    text = text.split("。")[0]
    for half, full in [("(", "（"), (")", "）"), (",", "，")]:
        text = text.replace(half, full)
    return re.sub(r"\s+", "", text).translate(TRADITIONAL)


def phones(text):
    """Every number with its area code: 0871-63644999转1转627005."""
    found = []
    pattern = r"(?:(0\d{3})\s*[-—–－]+\s*)?(\d{7,8})((?:\s*转\s*\d+)*)"
    for code, number, extension in re.findall(pattern, text):
        found.append(f"{code or AREA_CODE}-{number}{clean(extension)}")
    if not found:
        stop(f"no telephone in {text!r}")
    return found


def stop(reason):
    sys.exit(f"directory.py: {reason}")


def between(text, start, end):
    """The part from the last heading `start` to the first `end` after it."""
    begin = text.rfind("\n" + start)
    if begin < 0:
        stop(f"heading not found: {start}")
    finish = text.find("\n" + end, begin)
    return text[begin : finish if finish > 0 else len(text)]


def piped_rows(text, width):
    """Rows of a table with `|`, which may run over several lines; the first cell is the number."""
    cells = [cell.strip() for cell in text.split("|") if cell.strip()]
    # The number may stand behind a line of the cell before it: a heading and the header.
    cells = cells[cells.index("1") :] if "1" in cells else stop("table without a first row")
    rows = []
    while len(cells) >= width and cells[0] == str(len(rows) + 1):
        rows.append(cells[:width])
        cells = cells[width:]
    return rows


def tabbed_rows(text):
    """Rows of a table with tabs, one a line, by the number in the first cell."""
    lines = [line.split("\t") for line in text.splitlines()]
    return [line for line in lines if line[0].strip().isdigit()]


# --- Titles -----------------------------------------------------------------------------------


def titles(text, mark, year):
    """The title dictionary: a row per series, a list of names per level."""
    rows = []
    for line in text.splitlines():
        cells = [clean(cell) for cell in line.split(mark)]
        if len(cells) < 4:
            continue
        if cells[0].isdigit():
            rows.append({"series": cells[1], "from_year": year})
            names = cells[2:7]
        elif mark == "|":
            names = cells[0:5]
        else:
            names = cells[2:7]
        if not rows:
            continue
        for level, cell in zip(LEVELS, names):
            for name in TWO_NAMES.get(cell, [cell] if cell else []):
                kept = rows[-1].setdefault(level, [])
                if name not in kept:
                    kept.append(name)
    return rows


# --- Committees -------------------------------------------------------------------------------

BY_NAME = {name: row for row in COMMITTEE for name in row[1]}
FIELD = re.compile(r"^在本市所属企事业(?:单位)?中?(?:直接)?从事(.+?)(?:相关专业工作|相关专业|专业工作|工作)?(?:的.*)?$")
SCHOOLS = [
    ("普通中小学", "中小学"),
    ("职业中学", "职业中学"),
    ("幼儿园", "幼儿园"),
    ("特殊教育学校", "特殊教育"),
    ("工读学校", "工读学校"),
    ("科研机构", "教研机构"),
    ("电化教育机构", "电教机构"),
    ("校外教育机构", "校外教育机构"),
]


def committee_scope(id_, year, text, areas):
    """Whom it takes, in our own words."""
    own = SCOPE.get((id_, year)) or SCOPE.get(id_)
    if own:
        return own
    text = clean(text)
    if areas and "普通中小学" in text:
        kinds = [ours for theirs, ours in SCHOOLS if theirs in text]
        return "辖区内" + "、".join(kinds) + "的教师、教研员"
    where = "辖区内" if areas else "全市"
    field = FIELD.match(re.sub(r"^在本[区县]所属", "在本市所属", text).replace("直接从事", "从事"))
    if not field:
        stop(f"scope of {id_} in {year} fits no pattern: {text}")
    return f"{where}企事业单位，{field.group(1).removesuffix('以及')}"


def committee(year, name, level, scope, phone, organiser=None):
    name = clean(name)
    if name not in BY_NAME:
        stop(f"unknown committee of {year}: {name}")
    id_, names, series, fields, areas = BY_NAME[name]
    fields = FIELDS_OF.get((id_, year), fields)
    areas = AREAS_OF.get((id_, year), areas)
    return {
        "id": id_,
        "name": name,
        "formerly": [],
        "level": "full_senior" if "正高级" in name else level,
        "series": series,
        "fields": fields,
        "area": areas[0] if areas else None,
        "also_in": areas[1:],
        "scope": committee_scope(id_, year, scope, areas),
        "organiser": clean(organiser) if organiser else None,
        "phones": phones(phone),
        "from_year": year,
    }


def committees_2022(text):
    part = between(text, "三、昆明市高级、中级职称评审委员会目录", "四、各县(市)区人社部门")
    senior, intermediate = part.split("(二)中级职称评委会目录")
    rows = []
    for level, table in [("associate_senior", senior), ("intermediate", intermediate)]:
        for _, name, scope, organiser, phone in piped_rows(table, 5):
            rows.append(committee(2022, name, level, scope, phone, organiser))
    return rows


def plan_2022(text):
    """Months and names of the yearly plan by our own id."""
    plan = {}
    question = between(text, "5.申请职称评审的条件、材料及时间", "6.申报职称任职年限如何计算")
    for kind in ["高级", "中级"]:
        heading = f"昆明市2022年度{kind}专业技术职称评审计划表\n"
        for _, name, _, month in piped_rows(question.split(heading)[1], 4):
            name = clean(name)
            number = re.match(r"^(\d+)月底前$", clean(month))
            if name not in BY_NAME or not number:
                stop(f"plan row not understood: {name} {month}")
            plan[BY_NAME[name][0]] = (name, int(number.group(1)))
    return plan


def committees_2025(rows):
    """Seniors come first, then the intermediate ones begin with that of the party schools."""
    level, found = "associate_senior", []
    for _, name, scope, phone in rows:
        if "中级" in name or "三级" in name or "主管药师" in name:
            level = "intermediate"
        found.append(committee(2025, name, level, scope, phone))
    return found


# --- Offices ----------------------------------------------------------------------------------

OFFICES = {name: row for row in OFFICE for name in row[1]}
DUTIES = [
    (r"(?<!中小学教师)初级职称资格认定", "初级认定"),
    (r"编外中小学教师初级职称考核认定", "编外中小学教师初级认定"),
    (r"中级职称认定的推荐", "中级认定推荐"),
    (r"外地调入人员初级职称资格确认", "外地调入初级确认"),
    (r"遗失补办", "初级遗失补办"),
    (r"中小学教师初级、中级职称评审", "中小学教师初、中级评审"),
    (r"工程技术人员、农业技术人员初级、中级职称评审", "中小学教师、工程、农业初、中级评审"),
    (r"农业系列初级职称.水利工程初级职称.工程系列初级职称", "农业、水利、工程初级评审"),
    (r"高级职称推荐审核", "各级评审推荐审核"),
]


def office(year, name, scope, phone, where=None, seen=()):
    name = clean(name)
    if name not in OFFICES:
        stop(f"unknown office of {year}: {name}")
    id_, _, area = OFFICES[name]
    if id_ in seen:
        id_ = SECOND_OFFICE.get(id_) or stop(f"{name} stands twice in {year}")
    text = clean(scope)
    duties = [ours for theirs, ours in DUTIES if re.search(theirs, text)]
    if not duties:
        stop(f"duties of {name} in {year} fit no pattern: {text}")
    return {
        "id": id_,
        "name": name,
        "formerly": [],
        "area": area,
        "scope": "；".join(duties),
        "address": address(where) if where else None,
        "phones": phones(phone),
        "note": NOTE.get((id_, year)),
        "from_year": year,
    }


def offices_2022(text):
    """Offices, and the address of the accepting unit printed among them."""
    part = between(text, "四、各县(市)区人社部门职称评定工作咨询电话", "五、系统填报说明")
    rows, accepting = [], None
    for _, name, scope, where, phone in piped_rows(part, 5):
        if clean(name) == ACCEPTING_UNIT:
            accepting = address(where)
            continue
        rows.append(office(2022, name, scope, phone, where, [row["id"] for row in rows]))
    return rows, accepting


# --- The 40 fields ----------------------------------------------------------------------------


def engineering_fields(text):
    found = re.findall(r"\n申报([^。]+?)专业的.\s*在申报类型中勾选", text)
    if len(found) != 1:
        stop("the list of engineering fields was not found once")
    return clean(found[0]).split("、")


# --- Writing ----------------------------------------------------------------------------------


def value(thing):
    return json.dumps(thing, ensure_ascii=False)


def write(path, comment, table, rows):
    lines = [f"# {comment}", "# 由 tests/extract/directory.py 从两版指南的文本生成，不要手改。"]
    for row in rows:
        lines += ["", f"[[{table}]]"]
        lines += [f"{key} = {value(v)}" for key, v in row.items() if v not in (None, [])]
    put(path, lines)


def put(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode())


def join_editions(old, new):
    """A renamed row of the new edition says what it was called before."""
    before = {row["id"]: row["name"] for row in old}
    for row in new:
        former = before.get(row["id"], row["name"])
        if former != row["name"]:
            row["formerly"].append(former)


def main():
    if len(sys.argv) != 3:
        stop("two arguments, the folder of the texts and the folder of the pack")
    sources, out = Path(sys.argv[1]), Path(sys.argv[2])
    old = (sources / "guide-2022.txt").read_text(encoding="utf-8")
    new = (sources / "guide-2025.txt").read_text(encoding="utf-8")

    names = titles(between(new, "1.我省可以评哪些职称", "2.哪些人"), "\t", 2025)
    former_names = titles(between(old, "1.我省可以评哪些职称", "2.哪些人"), "|", 2022)
    part = tabbed_rows(between(new, "三、各县（市）区人社部门及市级职称评委会咨询电话", "四、市信息平台填报说明"))
    split = [clean(row[1]) for row in part].index(ACCEPTING_UNIT)
    offices = [office(2025, *row[1:4]) for row in part[:split]]
    committees = committees_2025(part[split + 1 :])

    former_offices, accepting_address = offices_2022(old)
    former = committees_2022(old)
    plan = plan_2022(old)
    for row in former:
        name, row["plan_month"] = plan.pop(row["id"], (row["name"], None))
        if name != row["name"]:
            row["formerly"].append(name)
    if plan:
        stop(f"in the plan but not in the directory: {plan}")
    for row in former + committees:
        if row["id"] == ACCEPTS_FOR:
            row["accepting_unit"] = ACCEPTING_UNIT
            row["address"] = accepting_address if row["from_year"] == 2022 else None
    join_editions(former, committees)
    join_editions(former_offices, offices)
    for year, table, place in [(2025, committees, "2025版指南三（22—83行）"), (2022, former, "2022版指南三及问5的评审计划")]:
        folder = out / f"directory/{year}"
        senior = [row for row in table if row["level"] != "intermediate"]
        write(folder / "senior.toml", f"市级高级职称评委会，{place}。", "committee", senior)
        rest = [row for row in table if row["level"] == "intermediate"]
        write(folder / "intermediate.toml", f"市级中级职称评委会，{place}。", "committee", rest)
    comment = "县（市）区、功能区的人社部门，2025版指南三（1—20行）。"
    write(out / "directory/2025/office.toml", comment, "office", offices)
    comment = "县（市）区、功能区的人社部门，2022版指南四（1—21行）。"
    write(out / "directory/2022/office.toml", comment, "office", former_offices)
    comment = "职称名称：各系列各级别，{}版指南问1。"
    write(out / "directory/2025/title.toml", comment.format(2025), "title", names)
    write(out / "directory/2022/title.toml", comment.format(2022), "title", former_names)

    lines = [
        "# 承诺书上申报类型要勾选“工程技术”的专业。",
        "# 由 tests/extract/directory.py 从两版指南的文本生成，不要手改。",
        "",
        "[[parameter]]",
        'id = "kunming.engineering-fields"',
        'name = "承诺书勾选“工程技术”的专业"',
    ]
    for year, clause, text in [(2022, "G22.Q19", old), (2025, "G25.Q18", new)]:
        lines += [
            "",
            "[[parameter.version]]",
            f"from = {year}-01-01",
            'standing = "stated"',
            f'cites = ["{clause}"]',
            f"checked_on = {CHECKED_ON}",
            f"value = {value(engineering_fields(text))}",
        ]
    put(out / "parameter/engineering-field.toml", lines)


if __name__ == "__main__":
    main()
