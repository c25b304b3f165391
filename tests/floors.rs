//! The floors of `src/`: what each module imports, compared with the floor table in the crate doc.
//!
//! In: the sources and the table. Out: a failure for each import from a higher floor, each ring of modules, each module
//! that the table does not have, and each name in the table that is no module.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules each module imports from, tests included.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The modules of the table with their floors.
type Floors = BTreeMap<String, usize>;

#[test]
fn modules_import_only_from_their_own_floor_and_those_below() {
    let sources = read_sources();
    let floors = read_table(&crate_doc());
    let findings = findings(&imports_of(&sources), &floors);
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    assert!(sources.len() > 50 && floors.len() > 15, "{} sources, {} modules", sources.len(), floors.len());
}

#[test]
fn an_import_from_a_higher_floor_is_found() {
    let found = judge(&[("ground.rs", "use crate::roof::Tile;"), ("roof.rs", "")]);
    assert_eq!(found, ["`ground` (floor 0) imports `roof` (floor 1)"]);
}

#[test]
fn every_way_to_write_an_import_is_seen() {
    for text in [
        "fn f() -> crate::roof::Tile {}",
        "use crate::{ground, roof::{self, Tile}};",
        "use crate::{\n    roof::Tile,\n};",
        "use super::roof::Tile;",
        "mod tests {\n    use super::super::roof;\n}",
        "pub use brightline::roof::Tile;",
    ] {
        let found = judge(&[("ground.rs", text), ("roof.rs", "")]);
        assert_eq!(found, ["`ground` (floor 0) imports `roof` (floor 1)"], "{text}");
    }
}

#[test]
fn a_module_s_own_folder_is_part_of_it() {
    let files = [("roof.rs", "mod tile;\nuse tile::Tile;"), ("roof/tile.rs", "use super::beam;\nuse crate::ground;")];
    assert_eq!(judge(&[&files[..], &[("ground.rs", "")]].concat()), [""; 0]);
    let found = judge(&[("ground.rs", ""), ("roof.rs", ""), ("ground/cellar.rs", "use super::super::roof::Tile;")]);
    assert_eq!(found, ["`ground` (floor 0) imports `roof` (floor 1)"]);
}

#[test]
fn what_only_a_comment_says_is_no_import() {
    assert_eq!(
        judge(&[("ground.rs", "//! See [`crate::roof`].\n/// [`crate::roof::Tile`]\n"), ("roof.rs", "")]),
        [""; 0]
    );
}

#[test]
fn a_ring_on_one_floor_is_found() {
    let floors = read_table("//! | floor | modules |\n//! |---|---|\n//! | 0 | a, b, c |");
    let sources = [("a.rs", "use crate::b;"), ("b.rs", "use crate::c;"), ("c.rs", "use crate::a;")];
    assert_eq!(findings(&imports_of(&owned(&sources)), &floors), ["a ring: a -> b -> c -> a"]);
    let sources = [("a.rs", "use crate::b;\nuse crate::c;"), ("b.rs", "use crate::c;"), ("c.rs", "")];
    assert_eq!(findings(&imports_of(&owned(&sources)), &floors), [""; 0]);
}

#[test]
fn a_module_missing_from_the_table_is_found_and_the_other_way_round() {
    let found = judge(&[("ground.rs", ""), ("tower.rs", "")]);
    assert_eq!(found, ["`tower` is missing from the floor table", "the floor table names `roof`, which is no module"]);
}

#[test]
#[should_panic(expected = "stands on two floors")]
fn a_module_on_two_floors_is_refused() {
    read_table("//! | floor | modules |\n//! |---|---|\n//! | 0 | a |\n//! | 1 | a |");
}

/// The findings for these files under a table with a ground and a roof.
fn judge(files: &[(&str, &str)]) -> Vec<String> {
    let floors = read_table("//! | floor | modules |\n//! |---|---|\n//! | 0 | `ground` |\n//! | 1 | `roof` |\n");
    findings(&imports_of(&owned(files)), &floors)
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn source_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn crate_doc() -> String {
    std::fs::read_to_string(source_folder().join("lib.rs")).expect("the crate root can be read")
}

/// Every source below `src/` by its path, with `/` between folders; the crate root apart.
fn read_sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a source folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&source_folder(), &mut found);
    found.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(source_folder()).expect("inside").to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(path).expect("a source can be read"))
    };
    found.iter().map(read).filter(|(name, _)| name != "lib.rs").collect()
}

/// The table `| floor | modules |` of a crate doc.
fn read_table(doc: &str) -> Floors {
    let lines = doc.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let rows = lines.skip_while(|line| *line != "| floor | modules |").skip(2).take_while(|line| line.starts_with('|'));
    let mut floors = Floors::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [floor, modules] = cells[..] else { panic!("a row of the floor table has two cells: {row}") };
        let floor = floor.parse().expect("a floor is a number");
        for module in modules.split(',').map(|module| module.trim().trim_matches('`')) {
            assert_eq!(floors.insert(module.to_owned(), floor), None, "`{module}` stands on two floors");
        }
    }
    floors
}

/// Which top-level modules each top-level module names.
fn imports_of(sources: &[(String, String)]) -> Imports {
    let module_of = |name: &str| name.split(['/', '.']).next().unwrap_or_default().to_owned();
    let modules: BTreeSet<String> = sources.iter().map(|(name, _)| module_of(name)).collect();
    let mut imports: Imports = modules.iter().map(|module| (module.clone(), BTreeSet::new())).collect();
    for (name, text) in sources {
        let own = module_of(name);
        let depth = name.matches('/').count() + 1;
        let named = names_from_root(text, depth).into_iter().filter(|found| modules.contains(found) && *found != own);
        imports.entry(own.clone()).or_default().extend(named);
    }
    imports
}

/// The names that `text` takes from the crate root, where the file lies `depth` modules below it.
fn names_from_root(text: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut code = String::new();
    let mut inline = 0;
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        // A module written inside the file, as tests are: one `super` more leads out of it.
        if line.starts_with("mod ") && line.ends_with('{') {
            inline = 1;
        } else if line == "}" {
            inline = 0;
        }
        let root = "super::".repeat(depth + inline);
        code.push_str(&if line.contains(&root) { line.replace(&root, "crate::") } else { line.to_owned() });
        code.push('\n');
    }
    for start in ["crate::", "brightline::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            found.extend(first_names(&code[at + start.len()..]));
        }
    }
    found
}

/// The first name of a path, or those of each path in braces.
fn first_names(path: &str) -> Vec<String> {
    let word = |text: &str| {
        text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut names = vec![word(group)];
    let mut depth = 1;
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(word(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn findings(imports: &Imports, floors: &Floors) -> Vec<String> {
    let mut found = Vec::new();
    for (module, used) in imports {
        let Some(floor) = floors.get(module) else {
            found.push(format!("`{module}` is missing from the floor table"));
            continue;
        };
        for other in used {
            if let Some(higher) = floors.get(other).filter(|higher| *higher > floor) {
                found.push(format!("`{module}` (floor {floor}) imports `{other}` (floor {higher})"));
            }
        }
    }
    let unknown = floors.keys().filter(|module| !imports.contains_key(*module));
    found.extend(unknown.map(|module| format!("the floor table names `{module}`, which is no module")));
    found.extend(ring(imports, floors).map(|ring| format!("a ring: {}", ring.join(" -> "))));
    found
}

/// A ring among modules of one floor; rings across floors hold an import from a higher one.
fn ring(imports: &Imports, floors: &Floors) -> Option<Vec<String>> {
    fn follow(way: &mut Vec<String>, imports: &Imports, floors: &Floors, done: &mut BTreeSet<String>) -> bool {
        let Some(here) = way.last().cloned() else { return false };
        for next in imports.get(&here).into_iter().flatten() {
            if floors.get(next) != floors.get(&here) || done.contains(next) {
                continue;
            }
            if let Some(at) = way.iter().position(|known| known == next) {
                way.drain(..at);
                way.push(next.clone());
                return true;
            }
            way.push(next.clone());
            if follow(way, imports, floors, done) {
                return true;
            }
            way.pop();
        }
        done.insert(here);
        false
    }
    let mut done = BTreeSet::new();
    imports.keys().find_map(|module| {
        let mut way = vec![module.clone()];
        (!done.contains(module) && follow(&mut way, imports, floors, &mut done)).then_some(way)
    })
}
