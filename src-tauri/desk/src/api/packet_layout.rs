//! 装袋方式: the order of a committee's packets, their volumes, and how they are printed and bound.

use super::Call;
use crate::error::{Error, Result};
use crate::store::material::PacketLayout;
use engine::id::BatchId;
use engine::pack::Material;
use serde::{Deserialize, Serialize};

/// The widest 装订边 that leaves room for a copy, in millimetres.
const MAX_GUTTER: u8 = 30;
/// Volumes a packet is bound in by choice; more come about only by size.
const MAX_VOLUMES: usize = 4;

/// How packets of a batch are put together for one of its committees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketLayoutRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Committee; the first of the batch when absent.
    #[serde(default)]
    pub committee_id: Option<String>,
}

/// Keep a layout; without one the packs' own order holds again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketLayoutSaveRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Committee; empty for applications without one.
    pub committee_id: String,
    /// The layout.
    #[serde(default)]
    pub layout: Option<PacketLayout>,
}

/// How packets are put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketLayoutPage {
    /// Committees of the batch.
    pub committees: Vec<LayoutCommittee>,
    /// The one shown.
    pub committee_id: String,
    /// Materials by volume, in order.
    pub volumes: Vec<Vec<LayoutItem>>,
    /// The choices, with every material named.
    pub layout: PacketLayout,
    /// Whether it is the packs' own.
    pub is_default: bool,
}

/// A committee of the batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LayoutCommittee {
    /// Id; empty for none.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A material in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LayoutItem {
    /// Material.
    pub id: String,
    /// Name.
    pub name: String,
    /// Heading in the packet.
    pub section: String,
    /// Volume the packs would put it in, were there two.
    pub volume: u8,
    /// 另附: only there when somebody has added it.
    pub is_optional: bool,
}

/// How packets of a batch are put together.
pub fn get(call: &Call<'_>, input: PacketLayoutRequest) -> Result<PacketLayoutPage> {
    let desk = call.desk;
    let (batch, kept) =
        desk.read(|r| Ok((r.batch(&input.batch_id)?, r.list_application(&input.batch_id)?)))?;
    let mut committees: Vec<LayoutCommittee> = Vec::new();
    for id in kept.iter().map(|k| k.application.committee_id.clone().unwrap_or_default()) {
        if !committees.iter().any(|c| c.id == id) {
            let known = super::committee::find(call, batch.year, &id).map(|c| c.name);
            let name = known.unwrap_or_else(|| "没有选评委会的".into());
            committees.push(LayoutCommittee { id, name });
        }
    }
    let first = || committees.first().map(|c| c.id.clone());
    let committee_id = input.committee_id.or_else(first).unwrap_or_default();
    let kept = desk.read(|r| r.packet_layout(&committee_id))?;
    let base = desk.packs();
    let packs = base.with_committee(Some(&committee_id), batch.year);
    let volumes = volumes(packs.materials(), kept.as_ref());
    let item = |m: &&Material| LayoutItem {
        id: m.id.clone(),
        name: m.name.clone(),
        section: m.section.clone(),
        volume: m.volume,
        is_optional: m.is_optional,
    };
    let ids = |v: &Vec<&Material>| v.iter().map(|m| m.id.clone()).collect();
    Ok(PacketLayoutPage {
        committees,
        committee_id,
        layout: PacketLayout {
            volumes: volumes.iter().map(ids).collect(),
            ..kept.clone().unwrap_or_default()
        },
        is_default: kept.is_none(),
        volumes: volumes.iter().map(|v| v.iter().map(item).collect()).collect(),
    })
}

/// Keep a layout.
pub fn save(call: &Call<'_>, input: PacketLayoutSaveRequest) -> Result<PacketLayoutPage> {
    if let Some(layout) = &input.layout {
        if layout.gutter > MAX_GUTTER {
            return Err(Error::invalid(
                format!("装订边最多 {MAX_GUTTER} 毫米"),
                "装订边太宽，复印件会缩得太小；一般 10 至 25 毫米",
            ));
        }
        if layout.volumes.is_empty() || layout.volumes.len() > MAX_VOLUMES {
            return Err(Error::invalid(
                format!("分册要在 1 到 {MAX_VOLUMES} 册之间"),
                "请减少分册；扫描件太大时，程序会自己再分",
            ));
        }
        let mut ids: Vec<&String> = layout.volumes.iter().flatten().collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        if ids.len() != count {
            return Err(Error::invalid("有一项材料排了两次", "请重新打开再排"));
        }
    }
    let now = call.desk.now();
    let detail =
        if input.layout.is_some() { "改了装袋方式" } else { "恢复默认装袋方式" };
    call.desk.write("packet.saveLayout", Some(&input.batch_id.0), detail, |w| {
        w.put_packet_layout(&input.committee_id, input.layout.as_ref(), &now)
    })?;
    let committee_id = Some(input.committee_id);
    get(call, PacketLayoutRequest { batch_id: input.batch_id, committee_id })
}

/// Materials by volume, as the office has put them; what it has not placed stands where the packs
/// put it.
pub(super) fn volumes<'a>(
    materials: Vec<&'a Material>,
    layout: Option<&PacketLayout>,
) -> Vec<Vec<&'a Material>> {
    let Some(layout) = layout.filter(|l| !l.volumes.is_empty()) else {
        return vec![materials];
    };
    let find = |id: &String| materials.iter().find(|m| m.id == *id).copied();
    let mut volumes: Vec<Vec<&Material>> =
        layout.volumes.iter().map(|ids| ids.iter().filter_map(find).collect()).collect();
    for material in materials {
        if volumes.iter().flatten().any(|m| m.id == material.id) {
            continue;
        }
        let at = usize::from(material.volume.max(1) - 1).min(volumes.len() - 1);
        if let Some(volume) = volumes.get_mut(at) {
            let place = volume.iter().position(|m| m.order > material.order);
            volume.insert(place.unwrap_or(volume.len()), material);
        }
    }
    volumes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn material(id: &str, order: i32, volume: u8) -> Material {
        let text = format!(r#"{{"id":"{id}","name":"{id}","short":"{id}","order":{order}}}"#);
        Material { volume, ..serde_json::from_str(&text).unwrap() }
    }

    #[test]
    fn what_the_office_has_not_placed_stands_where_the_packs_put_it() {
        let all = [material("a", 10, 1), material("b", 20, 1), material("c", 30, 2)];
        let ids = |layout: Option<&PacketLayout>| -> Vec<Vec<String>> {
            let volumes = volumes(all.iter().collect(), layout);
            volumes.iter().map(|v| v.iter().map(|m| m.id.clone()).collect()).collect()
        };
        assert_eq!(ids(None), [["a", "b", "c"]]);
        let put = |volumes: &[&[&str]]| PacketLayout {
            volumes: volumes
                .iter()
                .map(|v| v.iter().map(|id| (*id).to_owned()).collect())
                .collect(),
            ..PacketLayout::default()
        };
        assert_eq!(ids(Some(&put(&[&["b"], &[]]))), [vec!["a", "b"], vec!["c"]]);
        assert_eq!(ids(Some(&put(&[&["c", "gone", "a"]]))), [["b", "c", "a"]]);
    }
}
