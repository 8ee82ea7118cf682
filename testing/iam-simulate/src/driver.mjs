// Decides simulations, one in each line of the input, and prints one verdict in each line.
import { createInterface } from 'node:readline'
import { runSimulation } from '@cloud-copilot/iam-simulate'

for await (const line of createInterface({ input: process.stdin })) {
  const found = await runSimulation(JSON.parse(line), {})
  console.log(found.resultType === 'error' ? `error ${JSON.stringify(found.errors)}` : found.overallResult)
}
