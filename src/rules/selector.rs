//! CSS selectors of `scraper`'s dialect, matched against our tree.

use html5ever::{Namespace, local_name, ns};
use scraper::error::SelectorErrorKind;
use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, Parser, PseudoElement, Simple};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::matching::{
    ElementSelectorFlags, MatchingContext, MatchingForInvalidation, MatchingMode,
    NeedsSelectorFlags, QuirksMode, SelectorCaches, matches_selector,
};
use selectors::parser::{Component, ParseRelative, SelectorList};
use selectors::{Element, OpaqueElement};

use crate::page::dom::{ElementRef, NodeRef};

/// One selector of a list.
#[derive(Debug)]
pub(super) struct Selector(selectors::parser::Selector<Simple>);

impl Selector {
    /// Reads a list of selectors; an element matches if it matches one of them.
    pub(super) fn parse(source: &str) -> Result<Vec<Self>, SelectorErrorKind> {
        let mut input = cssparser::Parser::new(source);
        let list = SelectorList::parse(&Parser, &mut input, ParseRelative::No)?;
        Ok(list.slice().iter().cloned().map(Self).collect())
    }

    /// Whether it asks for one thing only.
    pub(super) fn is_one(&self) -> bool {
        self.0.len() == 1
    }

    /// What is asked of the element itself, then of those whose descendant it surely is.
    pub(super) fn around(&self) -> Vec<Vec<&Component<Simple>>> {
        let mut parts = self.0.iter();
        let mut around = vec![parts.by_ref().collect()];
        while let Some(combinator) = parts.next_sequence() {
            let compound = parts.by_ref().collect();
            if combinator.is_ancestor() {
                around.push(compound);
            }
        }
        around
    }

    pub(super) fn matches(&self, element: ElementRef<'_>) -> bool {
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        matches_selector(&self.0, 0, None, &element, &mut context)
    }
}

impl Element for ElementRef<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.place())
    }

    fn parent_element(&self) -> Option<Self> {
        self.parent().and_then(NodeRef::element)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.previous_elements().next()
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.next_elements().next()
    }

    fn first_element_child(&self) -> Option<Self> {
        self.child_elements().next()
    }

    fn is_html_element_in_html_document(&self) -> bool {
        *self.namespace() == ns!(html)
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        *self.tag() == name.0
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.namespace() == namespace
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.tag() == other.tag() && self.namespace() == other.namespace()
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        // Attributes are in no namespace: their prefixes are part of their names.
        let is_possible =
            !matches!(namespace, NamespaceConstraint::Specific(url) if **url != ns!());
        let mut own = self.attributes().filter(|(own, _)| **own == name.0);
        is_possible && own.any(|(_, value)| operation.eval_str(value()))
    }

    fn match_non_ts_pseudo_class(
        &self,
        class: &NonTSPseudoClass,
        _: &mut MatchingContext<'_, Simple>,
    ) -> bool {
        match *class {}
    }

    fn match_pseudo_element(
        &self,
        element: &PseudoElement,
        _: &mut MatchingContext<'_, Simple>,
    ) -> bool {
        match *element {}
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        matches!(*self.tag(), local_name!("a") | local_name!("area")) && self.get("href").is_some()
    }

    fn is_html_slot_element(&self) -> bool {
        *self.tag() == local_name!("slot")
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        let own = self.get("id");
        own.is_some_and(|own| case.eq(own.as_bytes(), id.0.as_bytes()))
    }

    fn has_class(&self, name: &CssLocalName, case: CaseSensitivity) -> bool {
        let classes = self.get("class").unwrap_or_default();
        let mut classes = classes.split_ascii_whitespace();
        classes.any(|class| case.eq(class.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        !self
            .children()
            .any(|child| child.element().is_some() || child.text().is_some())
    }

    fn is_root(&self) -> bool {
        self.parent()
            .is_some_and(|parent| parent.element().is_none())
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;

    const PAGE: &str = "<html><body class='home page'><h1 id=top>T</h1>\
        <div class=a data-x='one two'><p>1</p><p class=b>2</p><p></p></div>\
        <ul><li>1<li>2<li>3<li>4</ul><svg><a xlink:href='#x'/></svg>";

    /// Tags and own texts of the elements that match.
    fn found(selector: &str) -> Vec<String> {
        let page = Page::from_html(PAGE);
        let list = Selector::parse(selector).expect("a selector");
        let all = page.dom().expect("a tree").root().descendant_elements();
        all.filter(|element| list.iter().any(|selector| selector.matches(*element)))
            .map(|e| {
                let own = e.first_child().and_then(NodeRef::text);
                format!("{}{}", e.tag(), own.unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn selectors_match_by_name_class_id_and_attribute() {
        assert_eq!(found("h1, .b"), ["h1T", "p2"]);
        assert_eq!(found("#top"), ["h1T"]);
        assert_eq!(found("[data-x~=two]"), ["div"]);
        assert_eq!(found("[data-x^='one ']"), ["div"]);
        assert_eq!(found("div.a.b"), [""; 0]);
        assert_eq!(found("DIV"), ["div"]);
    }

    #[test]
    fn selectors_match_by_place() {
        assert_eq!(found("div > p + p"), ["p2", "p"]);
        assert_eq!(found("h1 ~ ul > li:nth-child(2n)"), ["li2", "li4"]);
        assert_eq!(found("li:nth-last-of-type(1)"), ["li4"]);
        assert_eq!(found("body :empty:not(svg)"), ["p"]);
        assert_eq!(found(":root"), ["html"]);
        assert_eq!(found("div:has(> .b)"), ["div"]);
        assert_eq!(found("body :is(h1, li:first-child)"), ["h1T", "li1"]);
    }

    #[test]
    fn what_is_no_selector_is_an_error() {
        assert!(Selector::parse("p..a").is_err());
        assert!(Selector::parse("").is_err());
        assert!(Selector::parse("p::before").is_err());
    }
}
