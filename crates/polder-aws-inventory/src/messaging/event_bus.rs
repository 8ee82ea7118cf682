//! `aws_cloudwatch_event_bus`.

use polder_cloud::View;
use polder_inventory::messaging::EventBus;

use crate::reader::Reader;
use crate::value::given_text;

/// A custom bus. The default bus has no resource.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let bus = EventBus { source: reader.source(view), name: given_text(view, "name") };
    reader.inventory.messaging.event_buses.push(bus);
}
