export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}

/**
 * The median of many samples for each contender. All give one sample before any gives another, so that what else the
 * machine does meanwhile slows all of them down alike.
 */
export async function medians<Subject extends { name: string }>(
  subjects: Subject[],
  rounds: number,
  sample: (subject: Subject, round: number) => number | Promise<number>,
): Promise<Map<string, number>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) samples.get(subject.name)?.push(await sample(subject, round))
  }
  return new Map([...samples].map(([name, taken]) => [name, median(taken)]))
}
