//! Which texts of containers differ between sites. Those become locals, so that the files of peers are the
//! same; the others stay where they are used, which is where readers look for them.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Value, text};
use polder_design::{Design, EnvironmentValue, Process, Service};

use crate::draft::Draft;
use crate::names::identifier;

/// What differs between the sites of a design.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variation {
    /// Plain-text values of environments, by process and name.
    environment: BTreeSet<(Process, String)>,
    /// Names in environments that mean different things to different processes of a site.
    ambiguous: BTreeSet<String>,
    /// Words of commands, by process and position.
    words: BTreeSet<(Process, usize)>,
    /// Images, by process.
    images: BTreeSet<Process>,
}

impl Variation {
    /// Compares all sites of a design, each once.
    pub(crate) fn of(design: &Design) -> Variation {
        let mut variation = Variation::default();
        let (mut values, mut words, mut images) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for site in &design.sites {
            let mut in_site = BTreeMap::new();
            for service in site.services.iter().chain(&site.jobs) {
                let process = &service.process;
                for (name, value) in &service.environment {
                    let EnvironmentValue::Text(value) = value else { continue };
                    if *values.entry((process, name)).or_insert(value) != value {
                        variation.environment.insert((process.clone(), name.clone()));
                    }
                    if *in_site.entry(name).or_insert(value) != value {
                        variation.ambiguous.insert(name.clone());
                    }
                }
                for (place, word) in service.command.iter().enumerate() {
                    if *words.entry((process, place)).or_insert(word) != word {
                        variation.words.insert((process.clone(), place));
                    }
                }
                if *images.entry(process).or_insert(&service.image) != &service.image {
                    variation.images.insert(process.clone());
                }
            }
        }
        variation
    }

    /// A plain-text value of a process's environment.
    pub(crate) fn environment(&self, s: &Draft, process: &Process, name: &str, value: &str) -> Value {
        if !self.environment.contains(&(process.clone(), name.to_owned())) {
            return value.to_owned().into();
        }
        let owner = self.ambiguous.contains(name).then(|| format!("{}_", process.name()));
        let local = format!("{}env_{}", owner.unwrap_or_default(), name);
        s.local(identifier(&local), value.to_owned())
    }

    /// The command of a service. Of `--workers=4` only the number becomes a local, and a local is named after
    /// its option. `meant` returns the value for a text that refers to a resource.
    pub(crate) fn command(
        &self,
        s: &Draft,
        service: &Service,
        meant: impl Fn(&str, Value) -> Value,
    ) -> Vec<Value> {
        let process = &service.process;
        let word = |(place, word): (usize, &String)| {
            if !self.words.contains(&(process.clone(), place)) {
                return meant(word, word.into());
            }
            let local = |what: &str, value: &str| {
                meant(value, s.local(identifier(&format!("{}_{what}", process.name())), value.to_owned()))
            };
            match word.split_once('=').filter(|(option, _)| option.starts_with("--")) {
                Some((option, value)) => {
                    text![format!("{option}="), local(option.trim_start_matches('-'), value)]
                }
                None => {
                    let before = place.checked_sub(1).and_then(|before| service.command.get(before));
                    let option = before.filter(|before| before.starts_with('-'));
                    let what = option.map(|option| format!("option_{}", option.trim_start_matches('-')));
                    local(&what.unwrap_or_else(|| format!("word_{place}")), word)
                }
            }
        };
        service.command.iter().enumerate().map(word).collect()
    }

    /// Whether sites run different images as this process.
    pub(crate) fn has_images(&self, process: &Process) -> bool {
        self.images.contains(process)
    }
}
