use escapement::evidence::*;
use escapement::theorems::catalogue;
use std::time::Instant;
fn main() {
    let want = std::env::args().nth(1);
    for t in catalogue() {
        for c in (t.claims)() {
            if let Some(w) = &want { if w != c.info().id { continue; } }
            let s = Instant::now();
            let r = c.check(&Settings::standard());
            println!("{} {} {} cases {} worst {:?} {:?}", r.info.id, r.verdict, r.guarantee, r.cases.len(), r.worst().map(|w| w.1), s.elapsed());
            for p in &r.power { println!("    {} {}/{}", p.name, p.refuted_by, p.cases); }
            for c in r.cases.iter().filter(|c| !c.verdict.is_verified()).take(4) { println!("   !! {} {}", c.case, c.verdict); for a in &c.agreements { println!("       {} {} {} {}", a.name, a.predicted.display(20), a.observed.display(20), a.verdict.word()); } }
        }
    }
}
