// What a run takes of memory: told, bounded, and no more than what is told.

import TestSupport
import Testing

@Suite struct `The memory of a run` {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func attention(_ commands: String, length: Int) throws -> ProgramResult {
    try Program.run(
      ["run", "multi-head", "--set", "N=\(length)", "--set", "M=8", "-c", commands], in: place.folder)
  }

  /// The MiB that a line of `info memory` tells.
  private func mebibytes(_ name: String, _ lines: [String]) throws -> Double {
    let line = try #require(lines.first { $0.hasPrefix(name + " ") })
    let words = line.split(separator: " ")
    try #require(words.count > 2 && words[2].hasPrefix("MiB"))
    return try #require(Double(words[1]))
  }

  @Test func `is what is told, no second copy of what is worked out once beside it`() throws {
    let small = try attention("info memory", length: 16)
    let large = try attention("info memory", length: 1024)
    #expect(large.outputLines.contains("            most of it A[1] to A[8], 1024×1024"))
    let told = try mebibytes("frames", large.outputLines) + mebibytes("working", large.outputLines)
    let taken = Double(large.peakMemory - small.peakMemory) / 1_048_576
    #expect(told > 32 && taken < told + 4)
  }

  @Test func `is refused before it is begun, with what takes most`() throws {
    let result = try Program.shell(
      "ulimit -v 400000; unroll run multi-head --set N=4096 --set M=8 -c info", in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints.count == 1 && result.peakMemory < 200_000_000)
    let told = try #require(result.complaints.first)
    #expect(told.hasPrefix("the trace does not fit in memory: it would take 642 MiB of "))
    #expect(
      told.hasSuffix(
        " that are free, most of it A[1] to A[8], 4096×4096; shorten the input or make the dimensions smaller"))
  }

  @Test func `is told when a large one opens`() throws {
    try place.write("large.eqn", "dims H = 8192\ninput w: H once\nM = w wᵀ\nexample w: noise 1 1\n")
    let result = try Program.run(["run", "large.eqn", "-c", "p M[2,3] == w[2] w[3]"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(
      result.errorText == "note: the run takes 256 MiB of memory, most of it M, 8192×8192; info memory tells more\n")
  }
}
