//! HTML with everything that comes from outside as text, and the parts that all sections share: figures and tables.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::output::figures::{Chart, Grid, Mark, View};
use crate::output::visible::in_markup;

/// Text that means nothing but itself, in an element or in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in in_markup(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON in which no HTML parser finds a tag, a comment or an entity.
pub(super) fn harmless(value: &Value) -> String {
    value.to_string().replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

/// A page that grows downwards.
#[derive(Debug, Default)]
pub(super) struct Body {
    html: String,
    /// Address and title of each section.
    sections: Vec<(&'static str, &'static str)>,
    /// What each chart shows: its kind and its views.
    charts: Vec<Value>,
}

impl Body {
    /// Adds HTML as it is.
    pub(super) fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds a paragraph of text.
    pub(super) fn paragraph(&mut self, text: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.html, "<p>{}</p>", escaped(text));
    }

    /// Begins a section.
    pub(super) fn section(&mut self, id: &'static str, title: &'static str) {
        if !self.sections.is_empty() {
            self.raw("</section>\n");
        }
        self.sections.push((id, title));
        let _ = writeln!(
            self.html,
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>"
        );
    }

    /// Adds a chart with its table. With several views the reader chooses; nothing is added without any.
    pub(super) fn figure<C: Chart>(
        &mut self,
        kind: &str,
        title: &str,
        lead: &str,
        events: &[Mark],
        views: &[View<C>],
    ) {
        let Some(first) = views.first() else { return };
        let number = self.charts.len();
        let told: Vec<Value> = views
            .iter()
            .map(|view| json!({ "label": view.label, "words": view.data.words(), "data": view.data }))
            .collect();
        self.charts.push(json!({ "kind": kind, "views": told }));
        let _ = writeln!(
            self.html,
            "<figure>\n<figcaption><h3>{}</h3>\n<p>{}</p></figcaption>",
            escaped(title),
            escaped(lead)
        );
        if views.len() > 1 {
            self.choice(number, title, views);
        }
        let _ = writeln!(
            self.html,
            "<div class=\"chart\" data-chart=\"{number}\" tabindex=\"0\" role=\"img\" aria-label=\"{}\"></div>",
            escaped(&first.data.words())
        );
        self.events(events);
        self.raw("<details><summary>The numbers as a table</summary>\n");
        for (place, view) in views.iter().enumerate() {
            let caption = if view.label.is_empty() { title } else { &view.label };
            self.table(caption, &view.data.grid(), Some(place));
        }
        self.raw("</details>\n</figure>\n");
    }

    fn choice<C>(&mut self, number: usize, title: &str, views: &[View<C>]) {
        let title = escaped(title);
        let _ = write!(
            self.html,
            "<p class=\"pick\" hidden><label for=\"pick-{number}\">Show</label> <select id=\"pick-{number}\" aria-label=\"{title}: what to show\">"
        );
        for view in views {
            let _ = write!(self.html, "<option>{}</option>", escaped(&view.label));
        }
        let _ = writeln!(
            self.html,
            "</select></p>\n<h4 class=\"shown\" aria-live=\"polite\">{}</h4>",
            escaped(&views[0].label)
        );
    }

    fn events(&mut self, events: &[Mark]) {
        if events.is_empty() {
            return;
        }
        self.raw("<ol class=\"events\" aria-label=\"Events on the axis of days\">\n");
        for event in events {
            let (mark, day, label) = (escaped(&event.mark), event.day, escaped(&event.label));
            let _ = writeln!(self.html, "<li><b>{mark}</b> day {day}: {label}</li>");
        }
        self.raw("</ol>\n");
    }

    /// Adds a table; `view` says of which view of a figure it is.
    pub(super) fn table(&mut self, caption: &str, grid: &Grid, view: Option<usize>) {
        let place = view.map_or_else(String::new, |view| format!(" data-view=\"{view}\""));
        let caption = escaped(caption);
        let _ = write!(
            self.html,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: {caption}\"{place}><table><caption>{caption}</caption>\n<thead><tr>"
        );
        for head in &grid.heads {
            // An empty header is no header.
            let cell = if head.is_empty() {
                "<td></td>".to_owned()
            } else {
                format!("<th scope=\"col\">{}</th>", escaped(head))
            };
            self.raw(&cell);
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &grid.rows {
            self.raw("<tr>");
            for (place, cell) in row.iter().enumerate() {
                let tag = if place == 0 && !cell.is_empty() {
                    ("<th scope=\"row\">", "</th>")
                } else {
                    ("<td>", "</td>")
                };
                self.html.extend([tag.0, &escaped(cell), tag.1]);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table></div>\n");
    }

    /// The sections so far, the HTML, and the data of all charts.
    pub(super) fn finish(mut self) -> (Vec<(&'static str, &'static str)>, String, String) {
        if !self.sections.is_empty() {
            self.raw("</section>\n");
        }
        (self.sections, self.html, harmless(&Value::Array(self.charts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_data_stays_data() {
        assert_eq!(escaped("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
        assert_eq!(escaped("a\0\u{1b}\n"), "a\\u0000\\u001B\n");
        let data = harmless(&json!({ "a": "</script><!-- & -->" }));
        assert!(!data.contains(['<', '>', '&']), "{data}");
        assert_eq!(serde_json::from_str::<Value>(&data).unwrap()["a"], "</script><!-- & -->");
    }
}
