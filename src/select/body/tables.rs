//! Which tables hold data and which only lay out a page.

use html5ever::local_name;

use crate::segment::outline::{Element, ElementId, NONE};
use crate::select::source::Source;

/// What speaks for and against a table being a table, not a layout.
#[derive(Debug, Clone, Copy, Default)]
struct Shape {
    rows: u32,
    cells: u32,
    columns: u32,
    header: bool,
    layout: bool,
}

/// Which elements are tables of data.
pub(super) fn data_tables(source: &Source<'_>) -> Vec<bool> {
    let elements = &source.outline.elements;
    let mut table_of: Vec<ElementId> = Vec::with_capacity(elements.len());
    let mut shapes = vec![Shape::default(); elements.len()];
    for (id, element) in elements.iter().enumerate() {
        let outer = table_of
            .get(element.parent as usize)
            .copied()
            .unwrap_or(NONE);
        let is_table = element.tag == local_name!("table");
        table_of.push(if is_table { id as ElementId } else { outer });
        if is_table {
            let role = source.attr(id as ElementId, "role").unwrap_or_default();
            shapes[id].layout = matches!(role, "presentation" | "none");
        }
        if let Some(shape) = shapes.get_mut(outer as usize) {
            count(shape, element);
        }
    }
    shapes.iter().map(Shape::is_data).collect()
}

fn count(shape: &mut Shape, element: &Element) {
    match element.tag {
        local_name!("table") | local_name!("h1") | local_name!("main") | local_name!("article") => {
            shape.layout = true;
        }
        local_name!("caption") => shape.header = true,
        local_name!("tr") => {
            shape.rows += 1;
            shape.cells = 0;
        }
        local_name!("td") | local_name!("th") => {
            shape.header |= element.tag == local_name!("th");
            shape.cells += 1;
            shape.columns = shape.columns.max(shape.cells);
        }
        _ => {}
    }
}

impl Shape {
    fn is_data(&self) -> bool {
        !self.layout && self.columns >= 2 && (self.rows >= 2 || self.header)
    }
}
