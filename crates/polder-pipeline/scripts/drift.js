const marker = "<!-- polder-drift -->";
const needs = Object.entries(JSON.parse(process.env.NEEDS));
const drift = needs.flatMap(([, need]) => JSON.parse(need.outputs.drift || "[]"));
const failed = needs.filter(([, need]) => need.result !== "success").map(([name]) => name);
const { owner, repo } = context.repo;
const run = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`;
const rows = drift.map(({ stack, counts }) => {
  const [add, change, destroy] = [counts.add, counts.change, counts.destroy].map(Number);
  return `| \`${stack}\` | ${add} | ${change} | ${destroy} |`;
});
const table = ["| stack | add | change | destroy |", "| --- | --- | --- | --- |", ...rows].join("\n");
const body = [
  marker,
  `The accounts differ from \`main\`, by [this run](${run}). Somebody changed them by hand, or a merged change is not applied yet.`,
  rows.length > 0 ? table : "",
  failed.length > 0 ? `Not all stacks could be planned: ${failed.join(", ")}.` : "",
  "Apply the stacks to undo the changes, or change `polder.toml` so that it says what is wanted. This issue is closed when no plan has changes.",
].filter((part) => part !== "").join("\n\n");
const open = await github.paginate(github.rest.issues.listForRepo, { owner, repo, state: "open", per_page: 100 });
const mine = open.find((issue) => issue.user?.login === "github-actions[bot]" && issue.body?.startsWith(marker));
await core.summary.addRaw(rows.length > 0 ? table : "No stack differs from `main`.").write();
if (rows.length > 0) {
  if (mine) {
    await github.rest.issues.update({ owner, repo, issue_number: mine.number, body });
  } else {
    await github.rest.issues.create({ owner, repo, title: "Stacks differ from main", body });
  }
} else if (mine && failed.length === 0) {
  await github.rest.issues.update({ owner, repo, issue_number: mine.number, state: "closed" });
}
if (failed.length > 0) core.setFailed(`not planned: ${failed.join(", ")}`);
