//! What a packet consists of, volume by volume.

use super::packet::Makings;
use super::{Call, binding, packet_layout};
use crate::error::Result;
use crate::forms::{Cover, Index, IndexLine, PlaceKind};
use crate::pdf::{self, ClearMap, Content, Contents, FileSource, Part};
use engine::pack::Material;

/// Heading of what the packs put under none.
const OTHERS: &str = "其他材料";
/// Bytes of scans one file may hold. What is larger is split, so that it can be opened and sent on.
const VOLUME_BYTES: i64 = 400_000_000;

/// Who signs or seals a part.
pub(super) struct Places {
    pub(super) words: Vec<String>,
    pub(super) seals: i32,
    pub(super) signatures: i32,
    pub(super) is_copy: bool,
}

/// 一册.
pub(super) struct Volume<'a> {
    /// “全一册”, “第一册（共二册）”.
    pub(super) title: String,
    pub(super) parts: Vec<Part<'a>>,
    /// One a part.
    pub(super) places: Vec<Places>,
}

/// A part and what it weighs.
struct Piece<'a> {
    part: Part<'a>,
    places: Places,
    bytes: i64,
}

/// The volumes of a packet.
pub(super) fn volumes<'a>(
    call: &'a Call<'_>,
    makings: &'a Makings,
    form: Vec<u8>,
    opinion: Vec<u8>,
) -> Result<Vec<Volume<'a>>> {
    let packs = call.desk.packs_of(&makings.kept.application);
    let mut made = Made { form: Some(form), opinion: Some(opinion) };
    let mut bound: Vec<Vec<Piece<'a>>> = Vec::new();
    for materials in packet_layout::volumes(packs.materials(), makings.layout.as_ref()) {
        let mut pieces = Vec::new();
        for material in materials {
            pieces.extend(piece(call, makings, material, &mut made)?);
        }
        bound.extend(by_size(pieces));
    }
    let total = bound.len();
    let volumes = bound.into_iter().enumerate();
    volumes.map(|(n, pieces)| volume(call, makings, title(n + 1, total), pieces)).collect()
}

/// Forms of ours, each used once.
struct Made {
    form: Option<Vec<u8>>,
    opinion: Option<Vec<u8>>,
}

fn piece<'a>(
    call: &'a Call<'_>,
    makings: &'a Makings,
    material: &Material,
    made: &mut Made,
) -> Result<Option<Piece<'a>>> {
    let heading = if material.section.is_empty() { OTHERS } else { &material.section };
    let part =
        |content| Part { title: material.name.clone(), section: Some(heading.to_owned()), content };
    let ours = match material.made_by.as_deref() {
        Some("notice") => Some(("notice", made.form.take())),
        Some("opinion") => Some(("opinion", made.opinion.take())),
        _ => None,
    };
    if let Some((form, bytes)) = ours {
        let Some(bytes) = bytes else { return Ok(None) };
        let places = places(call, form)?;
        return Ok(Some(Piece { part: part(Content::Typeset(bytes)), places, bytes: 0 }));
    }
    let mine: Vec<_> =
        makings.attachments.iter().filter(|a| a.material_id == material.id).collect();
    if mine.is_empty() {
        return Ok(None);
    }
    let bytes = mine.iter().map(|a| a.bytes).sum();
    let file = |(i, a): (usize, &'a crate::store::material::Attachment)| FileSource {
        label: format!("第 {} 个文件", i + 1),
        read: Box::new(move || call.desk.blobs().get(&a.sha256)),
        clear: a.clear.as_deref().and_then(ClearMap::decode),
    };
    let files = mine.into_iter().enumerate().map(file).collect();
    let places = Places {
        words: match material.is_copy {
            true => vec!["审核人、审核意见、审核日期、单位公章".into()],
            false => Vec::new(),
        },
        seals: 0,
        signatures: 0,
        is_copy: material.is_copy,
    };
    let content = if material.is_copy { Content::Copies(files) } else { Content::Originals(files) };
    Ok(Some(Piece { part: part(content), places, bytes }))
}

/// Pieces in as few volumes as their size allows, never torn apart and never out of order.
fn by_size(pieces: Vec<Piece<'_>>) -> Vec<Vec<Piece<'_>>> {
    let mut volumes: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut held = 0;
    for piece in pieces {
        let is_over = held + piece.bytes > VOLUME_BYTES && held > 0;
        held = if is_over { piece.bytes } else { held + piece.bytes };
        match volumes.last_mut().filter(|_| !is_over) {
            Some(last) => last.push(piece),
            None => volumes.push(vec![piece]),
        }
    }
    volumes
}

/// How a volume is called.
fn title(n: usize, total: usize) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let number = |n: usize| NUMBERS.get(n - 1).map_or_else(|| n.to_string(), |n| (*n).to_owned());
    match total {
        0 | 1 => "全一册".into(),
        _ => format!("第{}册（共{}册）", number(n), number(total)),
    }
}

/// A volume with its own cover and index before it.
fn volume<'a>(
    call: &'a Call<'_>,
    makings: &Makings,
    title: String,
    pieces: Vec<Piece<'a>>,
) -> Result<Volume<'a>> {
    let desk = call.desk;
    let date = makings.notice.as_ref().map(|n| n.posted_on).unwrap_or_else(|| desk.today());
    let cover =
        Cover { volume: title.clone(), ..binding::cover(call, &makings.kept.application.id)? };
    let head = cover.clone();
    let (mut parts, mut marks) = (Vec::new(), Vec::new());
    parts.push(Part {
        title: "封面".into(),
        section: None,
        content: Content::Numbered(Box::new(move |c: &Contents| {
            desk.forms().cover(&Cover { pages: c.total, ..cover.clone() }, date)
        })),
    });
    marks.push(places(call, "cover")?);
    parts.push(Part {
        title: "材料目录".into(),
        section: None,
        content: Content::Numbered(Box::new(move |c: &Contents| {
            desk.forms().index(&index(&head, c), date)
        })),
    });
    marks.push(places(call, "index")?);
    for piece in pieces {
        parts.push(piece.part);
        marks.push(piece.places);
    }
    Ok(Volume { title, parts, places: marks })
}

fn places(call: &Call<'_>, form: &str) -> Result<Places> {
    let spec = call.desk.forms().spec(form)?;
    let here: Vec<_> = spec.places(false).collect();
    let count = |kind: PlaceKind| {
        here.iter().filter(|p| p.kind == kind).map(|p| p.count as i32).sum::<i32>()
    };
    Ok(Places {
        words: here.iter().map(|p| format!("{}{}", p.who, p.kind.label())).collect(),
        seals: count(PlaceKind::Seal),
        signatures: count(PlaceKind::Signature),
        is_copy: false,
    })
}

fn index(head: &Cover, contents: &Contents) -> Index {
    let line = |e: &pdf::Entry| IndexLine {
        section: e.section.clone().unwrap_or_default(),
        title: e.title.clone(),
        pages: e.pages,
        first_page: e.first_page,
        remark: String::new(),
    };
    Index {
        application_year: head.application_year.clone(),
        name: head.name.clone(),
        unit: head.unit.clone(),
        title: head.title.clone(),
        line: contents.entries.iter().filter(|e| e.section.is_some()).map(line).collect(),
        pages: contents.total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(title: &str, bytes: i64) -> Piece<'static> {
        Piece {
            part: Part {
                title: title.into(),
                section: None,
                content: Content::Typeset(Vec::new()),
            },
            places: Places { words: Vec::new(), seals: 0, signatures: 0, is_copy: true },
            bytes,
        }
    }

    #[test]
    fn what_is_too_large_for_one_file_is_split_between_materials() {
        let third = VOLUME_BYTES / 3;
        let sizes =
            [("a", third), ("b", third), ("c", third * 2), ("d", VOLUME_BYTES * 2), ("e", 1)];
        let volumes = by_size(sizes.iter().map(|(t, b)| piece(t, *b)).collect());
        let titles: Vec<Vec<&str>> =
            volumes.iter().map(|v| v.iter().map(|p| p.part.title.as_str()).collect()).collect();
        assert_eq!(titles, [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
        assert!(by_size(Vec::new()).is_empty());
        assert_eq!([title(1, 1), title(2, 3)], ["全一册", "第二册（共三册）"]);
    }
}
