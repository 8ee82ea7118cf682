//! The kinds of processes, functions and buckets that a site can have.

/// The role of a container.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Process {
    /// Saleor's GraphQL API.
    Api,
    /// Celery worker.
    Worker,
    /// Celery beat, the scheduler: exactly one in a cell.
    Beat,
    /// Database migration: runs once, before a new version starts.
    Migrate,
    /// Copies static files to their bucket.
    Static,
    /// Back office.
    Dashboard,
    /// Shop pages.
    Storefront,
    /// A custom service.
    Own(String),
}

impl Process {
    /// Its name in resource labels, commands and files.
    pub fn name(&self) -> &str {
        match self {
            Process::Api => "api",
            Process::Worker => "worker",
            Process::Beat => "beat",
            Process::Migrate => "migrate",
            Process::Static => "static",
            Process::Dashboard => "dashboard",
            Process::Storefront => "storefront",
            Process::Own(name) => name,
        }
    }

    /// Whether it runs once for each release, and not all the time.
    pub fn is_job(&self) -> bool {
        matches!(self, Process::Migrate | Process::Static)
    }

    /// Whether it runs Saleor's own Python image.
    pub fn is_saleor(&self) -> bool {
        matches!(self, Process::Api | Process::Worker | Process::Beat | Process::Migrate | Process::Static)
    }
}

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunctionKind {
    /// Publishes Saleor's events as domain events.
    EventConsumer,
    /// Checks whether what was proved of the platform still holds.
    Auditor,
    /// Operates the failover switch of a cell.
    FailoverController,
    /// Compares the running shop with the design, and sets it up.
    SetupRunner,
    /// Starts a checkout in each market, as a shopper does.
    ShopProbe,
}

impl FunctionKind {
    /// Its name in resource labels and packages.
    pub fn name(self) -> &'static str {
        match self {
            FunctionKind::EventConsumer => "event-consumer",
            FunctionKind::Auditor => "auditor",
            FunctionKind::FailoverController => "failover-controller",
            FunctionKind::SetupRunner => "setup-runner",
            FunctionKind::ShopProbe => "shop-probe",
        }
    }
}

/// The content of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BucketKind {
    /// Pictures, and also Saleor's invoices and exports, which must not be public.
    Media,
    /// Payloads of webhook events.
    Private,
    /// Static files of Saleor.
    Static,
    /// Signed packages of functions.
    Functions,
    /// Access logs of load balancers and buckets.
    AccessLogs,
}

impl BucketKind {
    /// Its name in resource labels and bucket names.
    pub fn name(self) -> &'static str {
        match self {
            BucketKind::Media => "media",
            BucketKind::Private => "private",
            BucketKind::Static => "static",
            BucketKind::Functions => "functions",
            BucketKind::AccessLogs => "access-logs",
        }
    }
}
