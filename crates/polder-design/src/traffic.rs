//! Sizes and counts of the traffic of flows, from the facts.

use polder_facts::{Facts, MissingFact};
use polder_units::{Bytes, Ppm};

/// The sizes of a request and of its response.
#[derive(Clone, Copy)]
pub(crate) struct MessageSizes {
    pub(crate) request: Bytes,
    pub(crate) response: Bytes,
}

/// The facts about traffic: each is the figure of the same name under `traffic.`.
pub(crate) struct Traffic {
    pub(crate) page: MessageSizes,
    pub(crate) api: MessageSizes,
    /// Pictures of a page.
    pub(crate) images_per_page: u64,
    pub(crate) image: MessageSizes,
    /// Pictures that the edge fetches from the origin.
    pub(crate) image_edge_miss: Ppm,
    pub(crate) static_file: MessageSizes,
    pub(crate) static_per_page_view: Ppm,
    pub(crate) back_office: MessageSizes,
    pub(crate) back_office_per_day: u64,
    pub(crate) log_line: Bytes,
    pub(crate) access_log_line: Bytes,
    pub(crate) statement: MessageSizes,
    /// Write-ahead log of a statement that writes.
    pub(crate) write_log: Bytes,
    pub(crate) cache: MessageSizes,
    pub(crate) cache_commands_per_request: u64,
    pub(crate) scheduled_per_minute: u64,
    pub(crate) task_message: Bytes,
    pub(crate) event_message: Bytes,
    pub(crate) webhook: MessageSizes,
    pub(crate) mails_per_order: u64,
    pub(crate) mail_message: Bytes,
    pub(crate) releases_per_month: u64,
    pub(crate) task_starts_per_month: u64,
    /// The image of Saleor.
    pub(crate) saleor_image: Bytes,
    /// Any other image.
    pub(crate) other_image: Bytes,
    pub(crate) secret: Bytes,
    /// The share of the media that is added or changed in a month.
    pub(crate) media_new_per_month: Ppm,
    pub(crate) static_release: Bytes,
    /// The share of a database that changes between daily backups.
    pub(crate) backup_changed_per_day: Ppm,
    /// Audit trail and recorded settings of an account in a region.
    pub(crate) audit_log_per_month: Bytes,
}

impl Traffic {
    pub(crate) fn of(facts: &Facts) -> Result<Traffic, MissingFact> {
        let no = |id: &str, why: &str| MissingFact { id: id.to_owned(), why: why.to_owned() };
        let count = |id: &str| -> Result<u64, MissingFact> { Ok(facts.figure(id)?.value) };
        let bytes =
            |id: &str| facts.figure(id)?.bytes().ok_or_else(|| no(id, "it is not an amount of bytes"));
        let share = |id: &str| facts.figure(id)?.share().ok_or_else(|| no(id, "it is not a ratio"));
        let exchange = |of: &str| -> Result<MessageSizes, MissingFact> {
            Ok(MessageSizes {
                request: bytes(&format!("traffic.{of}.request"))?,
                response: bytes(&format!("traffic.{of}.response"))?,
            })
        };
        let api = exchange("api")?;
        let answer = |response| -> Result<MessageSizes, MissingFact> {
            Ok(MessageSizes { request: api.request, response: bytes(response)? })
        };
        Ok(Traffic {
            page: exchange("page")?,
            api,
            images_per_page: count("storefront.images-per-page")?,
            image: answer("traffic.image.response")?,
            image_edge_miss: share("traffic.image.edge-miss")?,
            static_file: answer("traffic.static.response")?,
            static_per_page_view: share("traffic.static.per-page-view")?,
            back_office: answer("traffic.back-office.response")?,
            back_office_per_day: count("traffic.back-office.requests-per-day")?,
            log_line: bytes("traffic.log.line")?,
            access_log_line: bytes("traffic.access-log.line")?,
            statement: exchange("statement")?,
            write_log: bytes("traffic.write.log")?,
            cache: exchange("cache")?,
            cache_commands_per_request: count("traffic.cache.commands-per-request")?,
            scheduled_per_minute: count("traffic.tasks.scheduled-per-minute")?,
            task_message: bytes("traffic.task.message")?,
            event_message: bytes("traffic.event.message")?,
            webhook: exchange("webhook")?,
            mails_per_order: count("traffic.mail.per-order")?,
            mail_message: bytes("traffic.mail.message")?,
            releases_per_month: count("traffic.releases-per-month")?,
            task_starts_per_month: count("traffic.task-starts-per-month")?,
            saleor_image: bytes("traffic.image.saleor")?,
            other_image: bytes("traffic.image.other")?,
            secret: bytes("traffic.secret")?,
            media_new_per_month: share("traffic.media.new-per-month")?,
            static_release: bytes("traffic.static.release")?,
            backup_changed_per_day: share("traffic.backup.changed-per-day")?,
            audit_log_per_month: bytes("traffic.audit-log.per-month")?,
        })
    }
}
