//! A staff list as large as none is: invented people in forty columns, the same ones in every run.

use fastrand::Rng;
use rust_xlsxwriter::{Format, Workbook};
use std::path::Path;

/// Columns of the list: the fields a list has, and some the program does not know.
const HEADS: [&str; 40] = [
    "序号",
    "姓名",
    "性别",
    "民族",
    "出生年月",
    "身份证号",
    "工号",
    "政治面貌",
    "部门",
    "现从事岗位",
    "岗位等级",
    "编制类型",
    "参加工作时间",
    "到岗时间",
    "手机号码",
    "全日制学历",
    "全日制学位",
    "全日制毕业院校",
    "全日制专业",
    "全日制毕业时间",
    "在职学历",
    "在职学位",
    "在职毕业院校",
    "在职专业",
    "在职毕业时间",
    "现职称",
    "职称级别",
    "职称系列",
    "取得时间",
    "聘任时间",
    "申报系列",
    "申报专业",
    "申报职称",
    "2023考核",
    "2024考核",
    "工资卡号",
    "籍贯",
    "血型",
    "办公室",
    "备注",
];
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单解仇区查盖朴覃";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力玲飞红萍春燕华建国志永林海云山江河天宇浩然子轩雨欣佳怡思琪俊博瑞雪梅玉珍凤莲德福贵荣昌盛祥和平安乐康宁";
const PLACES: [&str; 6] = ["530102", "530103", "530111", "530112", "530124", "530181"];

/// One of a list.
fn one<'a, T>(rng: &mut Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}

/// An id number with the check digit its rule asks for.
fn id_number(place: &str, born: &str, n: usize) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("{place}{born}{:03}", n % 1000);
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

/// A person's row; nobody has the id number of another.
fn row(n: usize) -> Vec<String> {
    let rng = &mut Rng::with_seed(0x7374_6166_6600 + n as u64);
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let given: Vec<char> = GIVEN.chars().collect();
    let mut name = String::from(*one(rng, &surnames));
    for _ in 0..rng.usize(1..=2) {
        name.push(*one(rng, &given));
    }
    // Place and birth count up with the number, so that 999 people share them at most.
    let group = n / 999;
    let year = 1966 + group % 34;
    let (month, day) = (1 + group / 34 % 12, 1 + group / 7 % 28);
    let born = format!("{year}{month:02}{day:02}");
    let id = id_number(PLACES[group % PLACES.len()], &born, n % 999);
    let is_male = (id.as_bytes()[16] - b'0') % 2 == 1;
    let began = year + 22;
    let date =
        |rng: &mut Rng, year: usize| format!("{year}.{:02}.{:02}", rng.u8(1..=12), rng.u8(1..=28));
    let has_more = rng.u8(..100) < 40;
    let more = |text: &str| if has_more { text.to_owned() } else { String::new() };
    let title = rng.usize(..4);
    let obtained = (began + 3 + title * 4).min(2024);
    vec![
        (n + 1).to_string(),
        name,
        if is_male { "男" } else { "女" }.into(),
        (*one(rng, &["汉族", "汉族", "汉族", "彝族", "白族", "哈尼族"])).into(),
        format!("{year}.{month:02}"),
        id,
        format!("G{n:06}"),
        (*one(rng, &["中共党员", "群众", "共青团员", "民盟盟员"])).into(),
        (*one(
            rng,
            &["工程部", "设计室", "质量科", "财务科", "信息中心", "办公室", "一分院", "二分院"],
        ))
        .into(),
        (*one(rng, &["工程师岗", "设计岗", "质检岗", "会计岗", "运维岗"])).into(),
        (*one(rng, &["专技十级", "专技九级", "专技八级", "专技十一级"])).into(),
        (*one(rng, &["编制内", "编制内", "劳动合同", "劳务派遣"])).into(),
        format!("{began}.{:02}", rng.u8(1..=12)),
        format!("{}.{:02}", began + 1, rng.u8(1..=12)),
        format!("1{}{:08}", one(rng, &[30, 35, 38, 59, 87]), n),
        (*one(rng, &["大学本科", "大学专科", "硕士研究生"])).into(),
        (*one(rng, &["学士", "学士", "硕士"])).into(),
        (*one(rng, &["样例大学", "样例理工大学", "样例农业大学", "样例职业技术学院"])).into(),
        (*one(rng, &["土木工程", "机械工程", "会计学", "计算机科学与技术", "农学"])).into(),
        format!("{began}.07"),
        more("大学本科"),
        more("学士"),
        more("样例开放大学"),
        more("工程管理"),
        more(&format!("{}.01", began + 6)),
        ["技术员", "助理工程师", "工程师", "高级工程师"][title].into(),
        ["员级", "助理级", "中级", "副高级"][title].into(),
        "工程技术人员".into(),
        date(rng, obtained),
        date(rng, obtained + 1),
        "工程技术人员".into(),
        (*one(rng, &["建筑工程", "机械工程", "环境工程"])).into(),
        ["助理工程师", "工程师", "高级工程师", "正高级工程师"][title].into(),
        (*one(rng, &["合格", "合格", "优秀"])).into(),
        (*one(rng, &["合格", "合格", "优秀"])).into(),
        format!("62220200{:08}", n * 7 % 100_000_000),
        (*one(rng, &["云南昆明", "云南曲靖", "云南大理", "四川成都"])).into(),
        (*one(rng, &["A", "B", "O", "AB"])).into(),
        format!("{}楼{}室", rng.u8(1..=9), rng.u16(101..=120)),
        String::new(),
    ]
}

/// Write the list; texts are shared, as spreadsheet programs write them.
pub fn write(path: &Path, rows: usize) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_low_memory().expect("a sheet");
    sheet.set_name("花名册").expect("a name");
    let text = Format::new().set_num_format("@");
    for (column, head) in (0u16..).zip(HEADS) {
        sheet.write_string(0, column, head).expect("a cell");
    }
    for n in 0..rows {
        for (column, value) in (0u16..).zip(row(n)) {
            if !value.is_empty() {
                let at = u32::try_from(n + 1).expect("a row");
                sheet.write_string_with_format(at, column, value, &text).expect("a cell");
            }
        }
    }
    book.save(path).expect("the disk has room");
}

/// What a clerk might type to find people: the kind of text, and texts of that kind.
pub fn searches(rows: usize) -> Vec<(&'static str, Vec<String>)> {
    let rng = &mut Rng::with_seed(7);
    let people: Vec<Vec<String>> = (0..400).map(|_| row(rng.usize(..rows))).collect();
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let of = |make: &dyn Fn(&[String]) -> String| people.iter().map(|p| make(p)).collect();
    vec![
        ("姓名", of(&|p| p[1].clone())),
        ("姓名片段", of(&|p| p[1].chars().skip(1).collect())),
        ("姓", surnames.iter().map(char::to_string).collect()),
        ("全拼", of(&|p| pinyin(&p[1], false))),
        ("全拼开头", of(&|p| pinyin(&p[1], false).chars().take(4).collect())),
        ("首字母", of(&|p| pinyin(&p[1], true))),
        ("证件号开头", of(&|p| p[5][..10].to_owned())),
        ("证件号末四位", of(&|p| p[5][14..].to_owned())),
        ("证件号末六位", of(&|p| p[5][12..].to_owned())),
    ]
}

/// A name in letters, each character as it is read most often.
fn pinyin(name: &str, initials: bool) -> String {
    use pinyin::{Pinyin, ToPinyin};
    let each = name.to_pinyin().flatten();
    let take = |p: Pinyin| if initials { p.first_letter() } else { p.plain() };
    each.map(take).collect()
}
