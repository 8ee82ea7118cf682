// Writes stacks with CDK Terrain's generic constructs. Arguments: the shape of the stacks as JSON, the output folder.
const fs = require("fs");
const { App, TerraformResource, TerraformStack } = require("cdktn");

const [shape, outdir] = process.argv.slice(2);
const app = new App({ outdir, analyticsReporting: false });
for (const { name, resources } of JSON.parse(fs.readFileSync(shape, "utf8"))) {
  const stack = new TerraformStack(app, name);
  for (const { kind, name, body } of resources) {
    const resource = new TerraformResource(stack, `${kind}-${name}`, { terraformResourceType: kind });
    for (const [key, value] of Object.entries(body)) {
      resource.addOverride(key, value);
    }
  }
}
app.synth();
