//! The health check of a worker, with a stand-in for Celery: what each answer of the broker means.
#![expect(clippy::disallowed_methods, reason = "runs Python")]

use std::process::Command;

use polder_design::{Health, Process, SiteId};

use crate::dump::{OWNER, designed, platform};
use crate::python::modules;

/// A broker on which nobody answers, one that answers with what it was asked, one that cannot be reached, and one whose connection
/// breaks.
const CELERY: &str = "import os\nfrom kombu.exceptions import OperationalError\n\
    class Broken(Exception): pass\n\
    class Celery:\n    connection_errors = (Broken,)\n    def connection_for_write(self): return self\n    def __init__(self, broker):\n        self.control, self.broker = self, broker\n\
    \x20   def ping(self, names, timeout, limit):\n\
    \x20       if self.broker == 'unreachable': raise OperationalError()\n\
    \x20       if self.broker == 'breaks': raise Broken()\n\
    \x20       return [] if self.broker == 'silent' else names\n";

const KOMBU: &str = "class OperationalError(Exception): pass\n";

#[test]
fn a_worker_is_unhealthy_only_if_the_broker_answers_and_the_worker_does_not() {
    let design = designed(&platform(OWNER));
    let services = &design.sites[SiteId::new(0)].services;
    let worker = services.iter().find(|it| it.process == Process::Worker).expect("a worker");
    let Some(Health::Command { command, .. }) = &worker.health else { panic!("no check") };
    let stand_in =
        [("celery/__init__.py", CELERY), ("kombu/__init__.py", ""), ("kombu/exceptions.py", KOMBU)];
    let Some(folder) = modules("the check of a worker", &stand_in) else { return };
    let exit = |broker: &str| {
        let mut check = Command::new(&command[0]);
        check.args(&command[1..]).env("PYTHONPATH", folder.path()).env("CELERY_BROKER_URL", broker);
        check.output().expect("python").status.code()
    };
    assert_eq!([exit("answers"), exit("silent"), exit("unreachable")], [Some(0), Some(1), Some(0)]);
    assert_eq!(exit("breaks"), Some(0));
}
