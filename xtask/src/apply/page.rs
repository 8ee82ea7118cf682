//! The page of the build, as someone reads it who applies the stacks: what is not on it is not done.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

/// What the page says.
#[derive(Debug)]
pub(super) struct Page {
    /// The commands that apply a stack, in its folder.
    pub(super) commands: String,
    /// The steps of the bootstrap, in order.
    pub(super) steps: Vec<Step>,
    /// Commands that raise quotas, each with its account.
    pub(super) quotas: Vec<(String, String)>,
    /// The commands that sign and upload the functions, in a stack's folder.
    pub(super) uploads: String,
    /// The stacks that have the functions' buckets.
    pub(super) uploaded: BTreeSet<String>,
    /// The names of the functions' packages.
    pub(super) packages: Vec<String>,
    /// Commands that set secrets, by stack.
    pub(super) secrets: Vec<(String, String)>,
    /// All stacks in their order.
    pub(super) order: Vec<Row>,
    /// The stacks that must set a variable; `None` for all of them.
    pub(super) variables: BTreeMap<String, Option<BTreeSet<String>>>,
}

/// A step of the bootstrap.
#[derive(Debug)]
pub(super) struct Step {
    /// As on the page.
    pub(super) number: usize,
    /// What is applied in it, in order. Without any, people do something at the console.
    pub(super) stacks: Vec<String>,
    /// The commands that apply its stacks, if it has some of its own.
    pub(super) commands: Option<String>,
    /// The commands to run once its stacks are applied.
    pub(super) afterwards: Option<String>,
    /// Its text.
    pub(super) text: String,
}

/// A row of the order.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number.
    pub(super) wave: u32,
    /// The stack.
    pub(super) stack: String,
    /// How many resources it has.
    pub(super) resources: usize,
}

impl Page {
    /// Reads it. An error if a part is missing.
    pub(super) fn parse(text: &str) -> Result<Page> {
        let part =
            |heading: &str| part(text, heading).with_context(|| format!("the page has no `{heading}`"));
        let order: Vec<Row> = part("## Order")?.lines().filter_map(row).collect();
        ensure!(!order.is_empty(), "the page has no order");
        let known: BTreeSet<&str> = order.iter().map(|row| &*row.stack).collect();
        let steps: Vec<Step> =
            items(part("## Bootstrap")?).map(|(number, text)| step(number, text, &known)).collect();
        ensure!(steps.iter().any(|step| step.commands.is_some()), "the page has no commands for the state");
        let functions = part("### After `base`: sign and upload the functions")?;
        let secrets = part("### After `data`: set the secrets that you must supply")?;
        let packages = code(functions).filter_map(|word| word.strip_suffix(".zip"));
        Ok(Page {
            commands: block(text).context("the page does not say how to apply a stack")?,
            steps,
            quotas: part("## Raise before wave 1")?.lines().filter_map(quota).collect(),
            uploads: block(functions).context("the page does not say how to upload functions")?,
            uploaded: stacks(functions, &known),
            packages: packages
                .filter(|word| !word.contains(['/', '-']) || known_package(word))
                .map(str::to_owned)
                .collect(),
            secrets: secrets.lines().filter_map(secret).collect(),
            variables: part("## Variables that you must set")?.lines().filter_map(variable).collect(),
            order,
        })
    }
}

/// Whether a word in the text about packages is the name of one, and not the path of a file.
fn known_package(word: &str) -> bool {
    !word.contains('/') && !word.contains("NAME")
}

/// The text below a heading, up to the next one of its level or above.
fn part<'a>(text: &'a str, heading: &str) -> Option<&'a str> {
    let level = heading.split(' ').next()?.len();
    let (_, rest) = text.split_once(&format!("\n{heading}\n"))?;
    let ends = |line: &str| {
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=level).contains(&marks) && line.as_bytes().get(marks) == Some(&b' ')
    };
    let mut length = 0;
    let mut inside = false;
    for line in rest.split_inclusive('\n') {
        inside ^= line.trim_start().starts_with("```");
        if !inside && ends(line) {
            break;
        }
        length += line.len();
    }
    rest.get(..length)
}

/// The first block of commands, without its indentation.
fn block(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| line.trim() != "```sh").skip(1).peekable();
    lines.peek()?;
    Some(lines.take_while(|line| line.trim() != "```").map(|line| format!("{}\n", line.trim())).collect())
}

/// The items of a numbered list, with what is indented below them.
fn items(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts: Vec<(usize, usize)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .filter_map(|(start, line)| Some((start, line.split_once(". ")?.0.parse().ok()?)))
        .collect();
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .filter_map(move |((start, number), end)| Some((number, text.get(start..end)?)))
}

/// What is between backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn step(number: usize, text: &str, known: &BTreeSet<&str>) -> Step {
    let body = text.split_once(". ").map_or(text, |(_, body)| body);
    // A step about stacks begins with them.
    let joins = |part: &str| ["", ", ", " and "].contains(&part);
    let listed = body.split('`').take_while(|part| joins(part) || known.contains(part));
    let stacks = listed.filter(|part| known.contains(part)).map(str::to_owned).collect();
    let applies = |commands: &String| commands.contains("terraform apply");
    let (commands, afterwards) = (block(text).filter(applies), block(text).filter(|it| !applies(it)));
    Step { number, stacks, commands, afterwards, text: text.to_owned() }
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inner.split(" | ").collect())
}

fn row(line: &str) -> Option<Row> {
    let cells = cells(line)?;
    let [wave, stack, resources, _] = cells.as_slice() else { return None };
    Some(Row {
        wave: wave.parse().ok()?,
        stack: code(stack).next()?.to_owned(),
        resources: resources.parse().ok()?,
    })
}

fn quota(line: &str) -> Option<(String, String)> {
    let cells = cells(line)?;
    let command = code(cells.last()?).next()?.to_owned();
    Some((code(cells.first()?).next()?.to_owned(), command))
}

fn secret(line: &str) -> Option<(String, String)> {
    let words: Vec<&str> = code(line.strip_prefix("- ")?).collect();
    Some(((*words.first()?).to_owned(), (*words.last()?).to_owned()))
}

fn stacks(text: &str, known: &BTreeSet<&str>) -> BTreeSet<String> {
    code(text).filter(|word| known.contains(word)).map(str::to_owned).collect()
}

fn variable(line: &str) -> Option<(String, Option<BTreeSet<String>>)> {
    let cells = cells(line)?;
    let name = code(cells.first()?).next()?.to_owned();
    let stacks = cells.last()?;
    Some((name, (*stacks != "all").then(|| code(stacks).map(str::to_owned).collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# The platform's stacks

In a stack's folder:

```sh
terraform init
terraform plan -out plan
```

## Bootstrap

Do these steps once.

1. `a/x/state` creates the bucket. An override:

   ```sh
   # Not a heading.
   terraform apply
   ```

   Answer `yes`.
2. Enable something for `a/x/state`.
3. `b/x/roles` and `a/x/roles` create the roles.

   Then:

   ```sh
   aws s3 cp
   ```

## Raise before wave 1

| account | code | command |
| --- | --- | --- |
| `a` | `l/L-1` | `aws service-quotas x` |

## Manual steps

### After `base`: sign and upload the functions

The packages are `one.zip`, `two-more.zip`, from `polder-NAME.zip` to `RELEASE/NAME.zip`.

```sh
aws s3api put-object
```

- `b/x/base`

### After `data`: set the secrets that you must supply

- `b/x/data`, `module.data.x[0]`, a key: `aws secretsmanager put-secret-value`

## Order

| wave | stack | resources | content |
| ---: | --- | ---: | --- |
| 0 | `a/x/state` | 3 | State. |
| 0 | `a/x/roles` | 1 | Roles. |
| 0 | `b/x/roles` | 1 | Roles. |
| 1 | `b/x/base` | 5 | Base. |

## Variables that you must set

| variable | description | stacks |
| --- | --- | --- |
| `account_id` | ID of the account. | all |
| `mail` | Address. | `a/x/state`, `b/x/base` |
";

    #[test]
    fn a_page_is_read() {
        let page = Page::parse(TEXT).expect("a page");
        assert_eq!(page.commands, "terraform init\nterraform plan -out plan\n");
        let steps: Vec<_> = page.steps.iter().map(|step| (step.number, step.stacks.join(" "))).collect();
        assert_eq!(steps, [(1, "a/x/state".into()), (2, String::new()), (3, "b/x/roles a/x/roles".into())]);
        assert_eq!(page.steps[0].commands.as_deref(), Some("# Not a heading.\nterraform apply\n"));
        assert_eq!((page.steps[0].afterwards.as_deref(), page.steps[2].commands.as_deref()), (None, None));
        assert_eq!(page.steps[2].afterwards.as_deref(), Some("aws s3 cp\n"));
        assert_eq!(page.quotas, [("a".into(), "aws service-quotas x".into())]);
        assert_eq!(page.packages, ["one", "two-more"]);
        assert_eq!(page.uploads, "aws s3api put-object\n");
        assert_eq!(page.uploaded.iter().collect::<Vec<_>>(), ["b/x/base"]);
        assert_eq!(page.secrets, [("b/x/data".into(), "aws secretsmanager put-secret-value".into())]);
        let order: Vec<_> = page.order.iter().map(|row| (row.wave, &*row.stack, row.resources)).collect();
        assert_eq!(
            order,
            [(0, "a/x/state", 3), (0, "a/x/roles", 1), (0, "b/x/roles", 1), (1, "b/x/base", 5)]
        );
        assert_eq!(page.variables["account_id"], None);
        assert_eq!(page.variables["mail"].as_ref().map(BTreeSet::len), Some(2));
    }

    #[test]
    fn a_page_without_an_order_is_an_error() {
        assert!(Page::parse(&TEXT.replace("## Order", "## Sequence")).is_err());
    }
}
