// What the benchmark says; how fast a machine is, no test can tell.

import Formats
import TestSupport
import Testing

@Suite struct BenchTests {
  @Test func `views are measured one by one, a line of JSON each`() throws {
    let result = try Program.run(["bench", "views", "--steps", "300", "--sizes", "8", "--repeats", "1", "--json"])
    #expect(result.status == .exited(0))
    let lines = result.outputText.split(separator: "\n")
    for view in ["equations", "units", "matrix", "decay", "explain", "default", "whole run"] {
      #expect(lines.contains { $0.contains("\"case\":\"views: \(view)\"") && $0.contains("\"unit\":\"ms/key\"") })
    }
    #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.contains("\"size\":8") })
  }
}
