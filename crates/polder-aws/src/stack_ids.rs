//! The IDs of stacks by their scope, also of those that are written later: a text can refer to a resource of
//! a later stack.

use std::cell::RefCell;
use std::collections::BTreeMap;

use polder_cloud::{Cloud, StackId, StackKey};

/// The IDs of stacks by their scope.
#[derive(Debug, Default)]
pub(crate) struct StackIds {
    /// IDs of stacks that are written or open.
    known: RefCell<BTreeMap<StackKey, StackId>>,
    /// Stacks that are mentioned but not yet open. Their placeholder IDs count down from the largest until
    /// [`StackIds::settle`].
    awaited: RefCell<Vec<StackKey>>,
}

impl StackIds {
    /// Notes the ID of a stack that is opened.
    pub(crate) fn note(&self, key: StackKey, id: StackId) {
        self.known.borrow_mut().insert(key, id);
    }

    /// The ID of a stack, or a placeholder until it is opened.
    pub(crate) fn of(&self, key: &StackKey) -> StackId {
        if let Some(known) = self.known.borrow().get(key) {
            return *known;
        }
        let mut awaited = self.awaited.borrow_mut();
        let at = awaited.iter().position(|it| it == key).unwrap_or_else(|| {
            awaited.push(key.clone());
            awaited.len() - 1
        });
        placeholder(at)
    }

    /// Replaces all placeholder IDs by the IDs of the stacks. A stack that was never written keeps its
    /// placeholder, which is no stack's ID: the check of mentions reports it.
    pub(crate) fn settle(&self, cloud: &mut Cloud) {
        let (known, awaited) = (self.known.borrow(), self.awaited.borrow());
        let written =
            awaited.iter().enumerate().filter_map(|(at, key)| Some((placeholder(at), *known.get(key)?)));
        let written: BTreeMap<StackId, StackId> = written.collect();
        for import in
            cloud.stacks.iter_mut().flat_map(|stack| stack.imports.iter_mut().chain(&mut stack.after))
        {
            if let Some(id) = written.get(import) {
                *import = *id;
            }
        }
    }
}

/// The placeholder ID of an awaited stack.
fn placeholder(at: usize) -> StackId {
    StackId(u32::try_from(at).map_or(u32::MAX, |at| u32::MAX - at))
}

#[cfg(test)]
mod tests {
    use polder_cloud::{Body, Cloud, Handle, Layer, StackKey, StackScope};

    use super::StackIds;

    fn key(layer: Layer) -> StackKey {
        StackKey { account: "shop".into(), scope: StackScope::Global, layer }
    }

    #[test]
    fn a_stack_can_be_mentioned_before_it_is_written() {
        let (mut cloud, ids) = (Cloud::default(), StackIds::default());
        for layer in [Layer::Base, Layer::Data] {
            let draft = cloud.draft(key(layer), "eu-central-1", "For a test.");
            ids.note(key(layer), draft.id());
            let address = draft.resource("aws_sqs_queue", "main", Body::default()).address;
            for other in [Layer::Base, Layer::Data, Layer::Edge] {
                let handle = Handle { stack: ids.of(&key(other)), address: address.clone() };
                draft.output(other.name(), "For a test.", handle.mention("name", "jobs"));
            }
            cloud.add(draft);
        }
        ids.settle(&mut cloud);
        let [base, data] = cloud.stacks.as_slice() else { panic!("two stacks") };
        assert_eq!(
            base.imports.iter().map(|id| cloud.stack(*id).map(|it| it.id)).collect::<Vec<_>>(),
            [Some(data.id), None]
        );
        assert_eq!(data.imports[0], base.id);
        assert!(cloud.stack(data.imports[1]).is_none());
    }
}
