//! 职称 (professional title): level, education level, and what kind of application leads to it.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $wire:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize,
            serde::Deserialize,
            schemars::JsonSchema, ts_rs::TS,
        )]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $wire)] $variant,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in data and on the wire.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $wire),* }
            }

            /// The Chinese word a clerk reads.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(key: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|v| v.key() == key).ok_or(())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// 级别 of a professional title, from the lowest up.
    Level {
        /// 员级.
        Technician = "technician", "员级";
        /// 助理级.
        Assistant = "assistant", "助理级";
        /// 中级.
        Intermediate = "intermediate", "中级";
        /// 副高级.
        AssociateSenior = "associate_senior", "副高级";
        /// 正高级.
        FullSenior = "full_senior", "正高级";
    }
}

words! {
    /// 学历 (education level), from the lowest up (after GB/T 4658-2006, grouped as the ladders do).
    EducationLevel {
        /// 初中及以下.
        Lower = "lower", "初中及以下";
        /// 高中 (no vocational training).
        HighSchool = "high_school", "高中";
        /// 中专、职高、技校 (技工院校中级工班 counts here).
        Secondary = "secondary", "中等职业学校";
        /// 大学专科 (技工院校高级工班 counts here).
        College = "college", "大学专科";
        /// 大学本科 (技工院校预备技师班 counts here).
        Bachelor = "bachelor", "大学本科";
        /// 第二学士学位.
        SecondBachelor = "second_bachelor", "第二学士学位";
        /// 硕士研究生.
        Master = "master", "硕士研究生";
        /// 博士研究生.
        Doctor = "doctor", "博士研究生";
    }
}

words! {
    /// 申报类型.
    ApplicationKind {
        /// 正常晋升: review for the next level.
        Promotion = "promotion", "正常晋升";
        /// 转系列 (变更系列): the same level in another series.
        SeriesTransfer = "series_transfer", "转系列";
        /// 考核认定 of a graduate.
        Recognition = "recognition", "考核认定";
        /// 破格.
        Exceptional = "exceptional", "破格";
        /// 委托评审.
        EntrustedReview = "entrusted_review", "委托评审";
        /// 绿色通道.
        FastTrack = "fast_track", "绿色通道";
    }
}

words! {
    /// 取得方式 of a title held.
    ObtainedBy {
        /// 评审.
        Review = "review", "评审";
        /// 认定.
        Recognition = "recognition", "认定";
        /// 考试.
        Exam = "exam", "考试";
        /// 职业资格对应.
        Equivalence = "equivalence", "资格对应";
    }
}

/// What a title's name says, from the title dictionary of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleName {
    /// The name, 工程师.
    pub name: String,
    /// The series it belongs to, 工程技术人员.
    pub series: String,
    /// Its level.
    pub level: Level,
}
