//! Data transfers between sites, regions and accounts, over the provider's network.
//!
//! No security group rule follows from a transfer: no party of a site starts it. Its permissions (a replication role, a
//! vault policy) belong to the resource that performs it.

use std::collections::BTreeSet;

use polder_spec::{Environment, Role};
use polder_units::Bytes;

use crate::components::BucketKind;
use crate::flow::{DataClass, Flow, Party};
use crate::flow_volume::FlowVolume;
use crate::id::{AccountId, CellId, IdVec, RegionId, SiteId};
use crate::model::{Account, AccountRegion, Cell, Site, copied_to, holder};
use crate::regional::RegionTraits;
use crate::stores::Secret;
use crate::traffic::Traffic;

/// Data that are stored or displayed in another site, region or account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The data.
    pub what: Transferred,
    /// The source.
    pub from: TransferEnd,
    /// The destination.
    pub to: TransferEnd,
    /// Which classes of data; sorted.
    pub carries: Vec<DataClass>,
    /// The volume, from `from` to `to`.
    pub volume: FlowVolume,
    /// Why it exists: a short phrase.
    pub purpose: &'static str,
}

/// The data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transferred {
    /// Changes of the writer database, to its replica.
    Database,
    /// Objects of a bucket, to the bucket of the same kind at the cell's other site.
    Bucket(BucketKind),
    /// A secret of the cell, by its ID, to the region of its other site.
    Secret(String),
    /// A backup of the database and of the media, into the vault of the same site.
    Backup,
    /// The same backup, copied to the vault of the cell's other site.
    BackupCopy,
    /// The same backup, copied to the vault of the region in the account for backups.
    BackupToAccount,
    /// Images of the account's registry, from its home region.
    Images,
    /// CloudTrail and Config records, to the archive in the management account.
    AuditLog,
    /// Metrics, logs and traces, displayed in the management account and not copied.
    Telemetry,
    /// Findings of security scanners, to the management account.
    Findings,
}

/// An end of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransferEnd {
    /// A site.
    Site(SiteId),
    /// A region of an account, apart from its sites.
    Region(RegionId),
    /// An account as a whole.
    Account(AccountId),
}

/// All ends of transfers.
pub(crate) struct Estate {
    pub(crate) accounts: IdVec<AccountId, Account>,
    pub(crate) regions: IdVec<RegionId, AccountRegion>,
    pub(crate) region_traits: RegionTraits,
    pub(crate) cells: IdVec<CellId, Cell>,
    pub(crate) sites: IdVec<SiteId, Site>,
}

impl Estate {
    /// All transfers: those between sites in the order of the sites, then those between regions and accounts.
    pub(crate) fn transfers(&self, traffic: &Traffic) -> Vec<Transfer> {
        Transfers { estate: self, traffic }.all()
    }
}

struct Transfers<'a> {
    estate: &'a Estate,
    traffic: &'a Traffic,
}

impl Transfers<'_> {
    fn all(&self) -> Vec<Transfer> {
        let mut all = vec![];
        for site in &self.estate.sites {
            all.extend(self.database(site));
            all.extend(self.buckets(site));
            all.extend(self.secrets(site));
            all.extend(self.backups(site));
        }
        for region in &self.estate.regions {
            all.extend(self.images(region));
        }
        all.extend(self.to_management());
        all
    }

    /// The write-ahead log, replicated to the database of a site.
    fn database(&self, site: &Site) -> Option<Transfer> {
        let source = &self.estate.sites[site.database.follows?];
        let writes = self.estate.cells[site.cell].load.writes.monthly;
        Some(Transfer {
            what: Transferred::Database,
            from: TransferEnd::Site(source.id),
            to: TransferEnd::Site(site.id),
            carries: carried(&source.flows, &[Party::Database, Party::DatabaseReaders]),
            volume: sent(writes.saturating_mul(self.traffic.write_log.0)),
            purpose: "replication of the database to the standby",
        })
    }

    fn buckets(&self, site: &Site) -> Vec<Transfer> {
        let (cell, traffic) = (&self.estate.cells[site.cell], self.traffic);
        let copied = site.buckets.iter().filter_map(|bucket| Some((bucket.kind, bucket.replicates_to?)));
        let transfer = |(kind, to)| {
            let written = match kind {
                // At a standby, only the job that copies static files writes.
                BucketKind::Media | BucketKind::Private if !site.active => 0,
                BucketKind::Static => traffic.releases_per_month.saturating_mul(traffic.static_release.0),
                BucketKind::Media => traffic.media_new_per_month.of(cell.load.media_size.today.0),
                BucketKind::Private => cell.load.events.monthly.saturating_mul(traffic.event_message.0),
                BucketKind::Functions => 0,
                BucketKind::AccessLogs => site.load.access_logs.0,
            };
            Transfer {
                what: Transferred::Bucket(kind),
                from: TransferEnd::Site(site.id),
                to: TransferEnd::Site(to),
                carries: carried(&site.flows, &[Party::Bucket(kind)]),
                volume: sent(written),
                purpose: "replication of objects between the sites",
            }
        };
        copied.map(transfer).collect()
    }

    /// Secrets of the cell are created at its primary site.
    fn secrets(&self, site: &Site) -> Vec<Transfer> {
        let backup = site.peer.filter(|_| site.role == Role::Primary);
        let secrets = self.estate.cells[site.cell].secrets.iter();
        let transfer = |to| {
            move |secret: &Secret| Transfer {
                what: Transferred::Secret(secret.id.clone()),
                from: TransferEnd::Site(site.id),
                to: TransferEnd::Site(to),
                carries: vec![DataClass::Credentials],
                // Generated or set once, and again when changed by hand.
                volume: sent(self.traffic.secret.0),
                purpose: "replication of secrets to the other region",
            }
        };
        backup.map(|to| secrets.map(transfer(to)).collect()).unwrap_or_default()
    }

    /// The plan of a site backs up what is written there, or would be after a failover.
    fn backups(&self, site: &Site) -> Vec<Transfer> {
        if site.role == Role::Backup && site.database.follows.is_some() {
            return vec![];
        }
        let load = &self.estate.cells[site.cell].load;
        let media = self.traffic.media_new_per_month.of(load.media_size.today.0);
        let changed = self.traffic.backup_changed_per_day.of(load.database_size.today.0).saturating_mul(30);
        let stores = [Party::Database, Party::DatabaseReaders, Party::Bucket(BucketKind::Media)];
        let backup = |what, to, purpose| Transfer {
            what,
            from: TransferEnd::Site(site.id),
            to,
            carries: carried(&site.flows, &stores),
            volume: sent(changed.saturating_add(media)),
            purpose,
        };
        let own = backup(Transferred::Backup, TransferEnd::Site(site.id), "backups outlive their source");
        let peer = site.peer.map(TransferEnd::Site);
        let copy = peer.map(|to| backup(Transferred::BackupCopy, to, "backups outlive their region"));
        let holder = copied_to(&self.estate.accounts, &self.estate.cells[site.cell], site);
        let holder = holder.map(TransferEnd::Account);
        let elsewhere =
            holder.map(|to| backup(Transferred::BackupToAccount, to, "backups outlive their account"));
        [Some(own), copy, elsewhere].into_iter().flatten().collect()
    }

    fn images(&self, region: &AccountRegion) -> Option<Transfer> {
        let home = self.estate.regions.iter().find(|known| known.account == region.account && known.home)?;
        if region.home {
            return None;
        }
        let sites = self.estate.sites.iter().filter(|site| site.account == region.account);
        let services = sites.flat_map(|site| site.services.iter().chain(&site.jobs));
        let images: BTreeSet<(&str, bool)> =
            services.map(|service| (service.image.as_str(), service.process.is_saleor())).collect();
        let bytes = images.iter().fold(0u64, |sum, (_, is_saleor)| {
            let size = if *is_saleor { self.traffic.saleor_image } else { self.traffic.other_image };
            sum.saturating_add(size.0)
        });
        Some(Transfer {
            what: Transferred::Images,
            from: TransferEnd::Region(home.id),
            to: TransferEnd::Region(region.id),
            carries: vec![DataClass::Operational],
            volume: sent(bytes.saturating_mul(self.traffic.releases_per_month)),
            purpose: "a site starts its containers independently of other regions",
        })
    }

    fn to_management(&self) -> Vec<Transfer> {
        let of = |environment| holder(&self.estate.accounts, environment);
        let holders = [Environment::Management, Environment::LogArchive, Environment::Security].map(of);
        let [Some(manager), Some(archive), Some(security)] = holders else { return vec![] };
        let mut all = vec![];
        for account in &self.estate.accounts {
            let regions = self.estate.regions.iter().filter(|region| region.account == account.id).count();
            let regions = u64::try_from(regions.max(1)).unwrap_or(u64::MAX);
            let transfer = |what, to, carries: &[DataClass], volume, purpose| Transfer {
                what,
                from: TransferEnd::Account(account.id),
                to: TransferEnd::Account(to),
                carries: carries.to_vec(),
                volume,
                purpose,
            };
            all.push(transfer(
                Transferred::AuditLog,
                archive,
                // Names and IP addresses of engineers.
                &[DataClass::Personal, DataClass::Operational],
                sent(regions.saturating_mul(self.traffic.audit_log_per_month.0)),
                "audit records are stored where the account cannot delete them",
            ));
            let operational = &[DataClass::Operational];
            let purpose = "central monitoring of all accounts";
            if account.id != manager {
                let shown = FlowVolume::Unknown("read on demand, and not copied");
                all.push(transfer(Transferred::Telemetry, manager, operational, shown, purpose));
            }
            if account.id != security {
                let few = FlowVolume::Unknown("as many as there are findings");
                all.push(transfer(Transferred::Findings, security, operational, few, purpose));
            }
        }
        all
    }
}

/// The classes of data of flows to or from some parties.
fn carried(flows: &[Flow], stores: &[Party]) -> Vec<DataClass> {
    let touching = flows.iter().filter(|flow| stores.contains(&flow.to));
    let classes: BTreeSet<DataClass> = touching.flat_map(|flow| flow.carries.iter().copied()).collect();
    classes.into_iter().collect()
}

fn sent(bytes: u64) -> FlowVolume {
    FlowVolume::Stream { sent: Bytes(bytes), received: Bytes(0) }
}
