const fs = require("fs");
const marker = "<!-- polder-plan -->";
const words = { none: "no changes", waits: "waits for a stack that is not applied yet", failed: "**failed**" };
const found = new Map();
const folders = fs.existsSync("reports") ? fs.readdirSync("reports") : [];
for (const folder of folders) {
  const file = `reports/${folder}/summary.json`;
  if (!fs.existsSync(file)) continue;
  const summary = JSON.parse(fs.readFileSync(file, "utf8"));
  found.set(summary.stack, summary);
}
const rows = [];
let same = 0;
for (const stack of JSON.parse(process.env.STACKS)) {
  const { result, counts } = found.get(stack) ?? { result: "failed" };
  if (result === "none") {
    same += 1;
  } else if (result === "changes") {
    const [add, change, destroy] = [counts.add, counts.change, counts.destroy].map(Number);
    rows.push(`| \`${stack}\` | ${add} | ${change} | ${destroy > 0 ? `**${destroy}**` : 0} |`);
  } else {
    rows.push(`| \`${stack}\` | ${words[result] ?? words.failed} | | |`);
  }
}
const table = ["| stack | add | change | destroy |", "| --- | --- | --- | --- |", ...rows].join("\n");
const later = JSON.parse(process.env.LATER).length;
const { owner, repo } = context.repo;
const run = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`;
const parts = [
  marker,
  `### Plans of ${context.payload.pull_request.head.sha}`,
  rows.length > 0 ? table : "",
  `${same} stacks without changes. The plans are [with the run](${run}).`,
  later > 0 ? `${later} stacks of production and management are planned after the merge, before their approval.` : "",
];
const body = parts.filter((part) => part !== "").join("\n\n");
const issue_number = context.issue.number;
const comments = await github.paginate(github.rest.issues.listComments, { owner, repo, issue_number, per_page: 100 });
const mine = comments.find((c) => c.user?.login === "github-actions[bot]" && c.body?.startsWith(marker));
if (mine) {
  await github.rest.issues.updateComment({ owner, repo, comment_id: mine.id, body });
} else {
  await github.rest.issues.createComment({ owner, repo, issue_number, body });
}
const needs = Object.entries(JSON.parse(process.env.NEEDS));
const bad = needs.filter(([, need]) => need.result !== "success").map(([name]) => name);
if (bad.length > 0) core.setFailed(`failed: ${bad.join(", ")}`);
