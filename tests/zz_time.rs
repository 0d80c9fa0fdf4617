//! scratch
#[test]
fn time() {
    for t in escapement::theorems::catalogue() { for f in (t.figures)() {
        #[allow(clippy::disallowed_methods)]
        let s = std::time::Instant::now(); let _ = (f.plot)().unwrap(); println!("{} {:?}", f.name, s.elapsed());
    } }
}
