//! Abbreviations whose full stop ends no sentence.
//!
//! No list is whole, and none has to be: what is missing makes one sentence two, which nobody is misled by. These are
//! the ones that running text in European languages, Turkish and Hindi is full of.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Always more of the sentence.
    LeadsOn,
    /// A number; before anything else it is a word, such as `no`.
    LeadsToNumber,
    /// More of the sentence, or a new one.
    MayEnd,
}

/// Which kind of abbreviation a word before a full stop is, if it is one. Case doesn't count.
pub(super) fn kind(token: &str) -> Option<Abbreviation> {
    thread_local! {
        static KINDS: OnceCell<FxHashMap<&'static str, Abbreviation>> = const { OnceCell::new() };
    }
    let token = token.to_lowercase();
    KINDS.with(|kinds| kinds.get_or_init(table).get(token.as_str()).copied())
}

fn table() -> FxHashMap<&'static str, Abbreviation> {
    let all = [
        (LEADS_ON, Abbreviation::LeadsOn),
        (LEADS_TO_NUMBER, Abbreviation::LeadsToNumber),
        (MAY_END, Abbreviation::MayEnd),
    ];
    let words =
        |(list, kind): (&'static str, _)| list.split_whitespace().map(move |word| (word, kind));
    all.into_iter().flat_map(words).collect()
}

/// Titles, and words such as «compare» and «for example».
const LEADS_ON: &str = "
    mr mrs ms messrs dr prof st ste rev fr hon gen maj col lt sgt capt cpt cmdr adm gov sen rep pres amb supt insp det
    cf viz e.g i.e eg ie vs v.s approx ca c.a esp incl excl resp b.i.d née
    z.b d.h u.a s.o s.u gem fa abt vgl bzw bspw evtl ggf insb hr hrn frl dipl ing geb gest sog zzgl inkl i.v i.a
    m mm mme mlle mgr me p.ex env éd av apr
    sr sra srta dña dn ud uds sres ej exc excmo
    sig sigg dott avv on geom rag
    dhr mevr drs mr bijv nl d.w.z o.a m.n t.a.v
    т.е т.к т.н напр ср им ул пр-т пл г-н г-жа гр тов акад проф доц св
    np tzw m.in ul św ks płk gen
    κ κα κκ π.χ δηλ βλ πρβλ αγ
    bkz örn sn yrd doç
    डॉ श्री पं प्रो
";

/// Words for parts of works and for numbers, and months.
const LEADS_TO_NUMBER: &str = "
    no nos nr nrs núm num n nn № art arts sec secs § para paras par pars p pp pg pgs page fig figs vol vols ch chap
    chaps cap ed eds ex exh cl reg lot tel fax ext ver v app ann tab tbl eq op bd abs ziff kap s ff pág págs arr
    jan feb mar apr jun jul aug sep sept oct nov dec févr janv juil août okt dez
    ст стр с п пп гл ч т рис табл кв д корп статья αρ άρ σελ str nr poz
";

/// Words that end sentences as often as they don't.
const MAY_END: &str = "
    etc al inc ltd co corp llc plc bros jr sr esq ph.d a.m p.m a.d b.c u.s.a est dept univ assn ave blvd rd sq mt ft
    usw u.s.w o.ä u.ä jh jhd str
    ss.aa ee.uu s.a s.r.l s.p.a s.l c.v etc
    г гг в вв н.э т.д т.п др пр руб коп млн млрд тыс обл р-н
    itd itp r w κ.ά κ.λπ κλπ μ.χ π.χ vb vd
";
