//! Addresses of resources, as Terraform and scanners write them.

/// An address as in the graph: without modules, and without the index of the only instance.
pub(crate) fn in_stack(address: &str) -> String {
    let mut rest = address;
    while let Some((_, after)) = rest.strip_prefix("module.").and_then(|inside| inside.split_once('.')) {
        rest = after;
    }
    rest.strip_suffix("[0]").unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_stack;

    #[test]
    fn modules_and_the_number_of_the_only_one_are_left_out() {
        assert_eq!(in_stack("aws_vpc.main"), "aws_vpc.main");
        assert_eq!(in_stack("module.network.aws_vpc.main[0]"), "aws_vpc.main");
        assert_eq!(in_stack("module.a.module.b.data.aws_x.y"), "data.aws_x.y");
        assert_eq!(in_stack("aws_x.y[1]"), "aws_x.y[1]");
    }
}
