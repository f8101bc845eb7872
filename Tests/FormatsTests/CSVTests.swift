// Comma-separated values, as RFC 4180 has them.

import Formats
import Testing

@Suite struct CSVTests {
  private func written(_ header: [String], _ rows: [([String], [Float])]) throws -> String {
    let scratch = Scratch()
    var writer = try CSVWriter(path: scratch.path("a.csv"), header: header)
    for (words, numbers) in rows { try writer.append(words, numbers) }
    try writer.finish()
    return try readTextFile(path: scratch.path("a.csv"))
  }

  @Test func `a row is words and numbers, each line ended as the standard says`() throws {
    #expect(
      try written(["step", "h[1]"], [(["1"], [0.1]), (["2"], [-1e-20]), (["3"], [.infinity]), (["4"], [.nan])])
        == "step,h[1]\r\n1,0.1\r\n2,-1e-20\r\n3,inf\r\n4,nan\r\n")
  }

  @Test func `commas, quotes and line breaks are quoted`() throws {
    #expect(
      try written(["A[1,2]"], [([","], []), (["\""], []), (["\n"], [])])
        == "\"A[1,2]\"\r\n\",\"\r\n\"\"\"\"\r\n\"\n\"\r\n")
  }

  @Test(arguments: [Float(0.1), 1 / 3, 16_777_216, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0])
  func `a number is the same when it is read again`(number: Float) throws {
    let text = try written(["x"], [([], [number])]).split(separator: "\r\n")[1]
    #expect(Float(String(text))?.bitPattern == number.bitPattern)
  }

  @Test func `a file that is not finished leaves nothing behind`() throws {
    let scratch = Scratch()
    do {
      var writer = try CSVWriter(path: scratch.path("a.csv"), header: ["x"])
      try writer.append([], [1])
    }
    #expect(scratch.contents == [])
  }
}
