//! The context of the whole lowering: the design, and how stacks are opened and resources are named.

use std::rc::Rc;

use polder_cloud::{Cloud, Layer, StackKey, StackScope, Value, Variable};
use polder_design::delivery::ACCOUNT_VARIABLE;
use polder_design::{AccountId, Design, Site};

use crate::compute::app_context::AppContext;
use crate::compute::variation::Variation;
use crate::draft::Draft;
use crate::facets;
use crate::handles::Handles;
use crate::names;
use crate::origin::{Origins, StackOrigin};
use crate::pipeline::{bootstrap_arns, permissions_boundary};
use crate::prevent_destroy;
use crate::stack_ids::StackIds;
use crate::stack_order;
use crate::tags::{self, Tagger};

/// The pattern of variables that are account IDs, and its message.
const ACCOUNT_ID: (&str, &str) = ("^[0-9]{12}$", "An account ID has twelve digits.");

/// The lowering's context: the design and the cloud as written so far.
pub(crate) struct Context<'a> {
    /// The design.
    pub(crate) design: &'a Design,
    /// The text.
    pub(crate) cloud: Cloud,
    /// The origins of the resources written so far.
    pub(crate) origins: Origins,
    /// What later layers can refer to.
    pub(crate) handles: Handles,
    /// The IDs of all stacks.
    pub(crate) stack_ids: Rc<StackIds>,
    /// Which texts of containers differ between sites, once it was computed.
    variation: Option<Rc<Variation>>,
    /// What adds tags to the resources of finished stacks.
    tagger: Tagger,
}

impl Context<'_> {
    /// The context of a lowering that has written nothing yet.
    pub(crate) fn new(design: &Design, cloud: Cloud) -> Context<'_> {
        let (handles, tagger) = (Handles::default(), Tagger::new(design));
        let (origins, stack_ids) = (Origins::default(), Rc::default());
        Context { design, cloud, origins, handles, stack_ids, variation: None, tagger }
    }

    /// Adds a finished stack, with what is derived from its resources: permissions boundaries, tags and `prevent_destroy`.
    pub(crate) fn add(&mut self, s: Draft) {
        let boundary = bootstrap_arns::boundary(&s, self.design);
        let (mut stack, origin) = s.finish();
        permissions_boundary::bind(&mut stack, boundary);
        stack_order::order_after_delegations(&mut stack, &self.stack_ids, self.design, origin.account);
        self.tagger.complete(&mut stack, origin.site.map(|(site, _)| &self.design.sites[site]));
        prevent_destroy::protect(&mut stack);
        self.origins.push(origin);
        self.cloud.push(stack);
    }

    /// Opens the stack of one layer of a site. [`Context::add`] closes it.
    pub(crate) fn site_stack(&self, site: &Site, layer: Layer, purpose: &'static str) -> Draft {
        let design = self.design;
        let cell = &design.cells[site.cell];
        let scope = names::site_key(design, site, layer).scope;
        let s = self.open(site.account, Some(site), scope, layer, &site.region, purpose);
        // Regional names contain the cell: a region of an account may hold sites of several cells, one of
        // each.
        s.local("cell", &cell.name);
        s.local("name", format!("{}-{}", design.name, cell.name));
        facets::of_site(&s, design, site);
        s
    }

    /// Opens a stack for what the sites of a region share.
    pub(crate) fn region_stack(
        &self,
        account: AccountId,
        region: &str,
        layer: Layer,
        purpose: &'static str,
    ) -> Draft {
        let s = self.open(account, None, StackScope::Region(region.into()), layer, region, purpose);
        s.local("name", &self.design.name);
        facets::of_region(&s, self.design, account, region);
        s
    }

    /// Opens a stack for what exists once in an account. Its provider works in us-east-1, where CloudFront
    /// requires certificates and web ACLs.
    pub(crate) fn global_stack(&self, account: AccountId, layer: Layer, purpose: &'static str) -> Draft {
        let s = self.open(account, None, StackScope::Global, layer, names::GLOBAL_REGION, purpose);
        s.local("name", &self.design.name);
        facets::of_account(&s, self.design, account);
        s
    }

    /// Which texts of containers differ between sites: computed once, on first use.
    pub(crate) fn variation(&mut self) -> Rc<Variation> {
        let design = self.design;
        Rc::clone(self.variation.get_or_insert_with(|| Rc::new(Variation::of(design))))
    }

    /// The context for files about containers and functions of a site. The layers below theirs are written.
    pub(crate) fn app_context<'b>(
        &'b self,
        s: &'b Draft,
        site: &'b Site,
        variation: &'b Variation,
    ) -> AppContext<'b> {
        let handles = &self.handles;
        AppContext {
            s,
            design: self.design,
            site,
            variation,
            shared: &handles.shared[&(site.account, site.region.clone())],
            base: &handles.base[&site.id],
            network: &handles.network[&site.id],
            data: &handles.data[&site.id],
            edge: &handles.edge[&site.id],
        }
    }

    /// The ID of any account, for the open stack: its own, one from the organization, or one that the user
    /// provides.
    pub(crate) fn account_number(&self, s: &Draft, mine: AccountId, of: AccountId) -> Value {
        if mine == of {
            return names::account();
        }
        if let Some(organization) = &self.handles.accounts.organization {
            return organization.number(of);
        }
        let account = &self.design.accounts[of];
        s.variable(Variable {
            name: format!("{}_account_id", account.name.replace('-', "_")).into(),
            kind: "string".into(),
            description: format!("ID of the account {}.", account.name).into(),
            default: account.provider_id.clone().into(),
            sensitive: false,
            pattern: Some(ACCOUNT_ID),
            example: "222222222222".into(),
        })
    }

    fn open(
        &self,
        account: AccountId,
        site: Option<&Site>,
        scope: StackScope,
        layer: Layer,
        region: &str,
        purpose: &'static str,
    ) -> Draft {
        let design = self.design;
        let origin = StackOrigin {
            account,
            region: region.into(),
            site: site.map(|site| (site.id, site.cell)),
            layer,
            components: vec![],
        };
        let account = &design.accounts[account];
        let tags = tags::of_stack(design, &scope, account, layer);
        let key = StackKey { account: account.name.as_str().into(), scope, layer };
        let draft = self.cloud.draft(key.clone(), region, purpose);
        let s = Draft::new(draft, key, Rc::clone(&self.stack_ids), origin);
        stack_order::order(&s, design);
        s.local("region", region.to_owned());
        s.local("tags", tags);
        s.variable(Variable {
            name: ACCOUNT_VARIABLE.into(),
            kind: "string".into(),
            description: "ID of the account that this stack belongs to.".into(),
            default: account.provider_id.clone().into(),
            sensitive: false,
            pattern: Some(ACCOUNT_ID),
            example: "111111111111".into(),
        });
        s
    }
}
