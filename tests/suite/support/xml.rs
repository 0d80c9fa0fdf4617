//! Reading just enough XML to find that it is well formed.

/// Names of the elements of an XML document in which every element is closed, in order, and no text holds markup.
pub fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut names) = (Vec::new(), Vec::new());
    for tag in xml.split('<').skip(1).filter(|tag| !tag.starts_with('?')) {
        let (tag, text) = tag.split_once('>').expect("a tag ends");
        assert!(!text.contains('>') && tag.matches('"').count() % 2 == 0, "{tag:?} {text:?}");
        let name = tag.trim_matches('/').split(' ').next().unwrap_or_default().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{xml}");
        } else {
            names.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    names
}
