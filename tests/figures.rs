//! temporary
#[test]
fn draw() {
    for (figure, svg) in escapement::report::draw(&escapement::theorems::catalogue()).unwrap() {
        std::fs::write(escapement::report::figure_path(&figure), svg).unwrap();
    }
}
