// Trees that are chosen: of neighbours, as given, or of leaves that are alike.

import Catalogue
import Chance
import Equations
import Testing

@Suite struct TreeChoiceTests {
  /// Two numbers at each leaf, or a symbol that a parameter makes a vector of.
  private static let sheet = """
    dims D = 2, V = 4
    input x: D
    input left, right
    param W: D×2D
    over n in tree:
      leaf p = x
      p = W [p[left]; p[right]]
    """
  private static let symbols = """
    dims D = 1, V = 4
    input k: token(V)
    input left, right
    param E: D×V
    param W: D×2D
    over n in tree:
      leaf p = E k
      p = W [p[left]; p[right]]
    alphabet k: "a" "b" "c" "d"
    """

  private func children(
    _ sheet: String = sheet, feeding text: String, _ choice: TreeChoice, parameter: [Float] = []
  ) throws -> [[Int]] {
    let model = try Model(try SheetParser.parse(sheet, name: "tree"))
    let loaded = try LoadedInputs(model, .text(text), seed: 1).under(choice, model) { _ in parameter }
    let tree = try #require(model.treeInputs)
    return zip(try #require(loaded.values[tree.left]).doubles, try #require(loaded.values[tree.right]).doubles)
      .map { [Int($0), Int($1)] }
  }

  private func clustered(_ points: [[Double]]) throws -> [[Int]] {
    let text = points.map { $0.map { String($0) }.joined(separator: " ") }.joined(separator: "; ")
    return try children(feeding: text, .clustered)
  }

  @Test(
    arguments: [
      // Two pairs that are far apart, then what is nearer to the second of them.
      ("0 0; 10 0; 0 1; 10 1.5; 9 4", [[0, 2], [1, 3], [6, 4], [5, 7]]),
      // A group is as far away as its leaves are on average: 6 is 5.5 from the first two, 4.5 from the next two.
      ("0 0; 1 0; 10 0; 11 0; 6 0", [[0, 1], [2, 3], [6, 4], [5, 7]]),
      // Of equally near ones the first come first.
      ("0 0; 1 0; 2 0; 3 0", [[0, 1], [2, 3], [4, 5]]), ("1 1; 1 1; 1 1", [[0, 1], [3, 2]]),
      ("nan 0; 0 0; 1 0", [[1, 2], [0, 3]]),
    ] as [(String, [[Int]])])
  func `leaves that are nearest join first`(text: String, joined: [[Int]]) throws {
    #expect(try children(feeding: text, .clustered) == joined)
  }

  /// The leaves below each inner node, by what stands there.
  private func groups(_ points: [[Double]]) throws -> Set<Set<[Double]>> {
    var below = points.map { Set([$0]) }
    for pair in try clustered(points) { below.append(below[pair[0]].union(below[pair[1]])) }
    return Set(below)
  }

  @Test(arguments: 1...12)
  func `in whatever order leaves come, the same ones are together`(seed: Int) throws {
    var random = SeededNumbers(seed: UInt64(seed), name: "leaves")
    let points = (0..<(3 + 5 * seed)).map { _ in [random.normal(), random.normal()] }
    var other = points
    for place in other.indices { other.swapAt(place, random.index(below: other.count)) }
    #expect(try groups(points) == groups(other))
  }

  @Test(arguments: 1...8)
  func `each node joins the two groups that are nearest on average`(seed: Int) throws {
    var random = SeededNumbers(seed: UInt64(seed), name: "groups")
    let points = (0..<(2 + 3 * seed)).map { _ in [random.normal(), random.normal()] }
    var members = Dictionary(uniqueKeysWithValues: points.indices.map { ($0, [$0]) })
    func apart(_ one: [Int], _ other: [Int]) -> Double {
      let sum = one.flatMap { a in
        other.map { b in
          let (dx, dy) = (points[a][0] - points[b][0], points[a][1] - points[b][1])
          return (dx * dx + dy * dy).squareRoot()
        }
      }
      return sum.reduce(0, +) / Double(sum.count)
    }
    for (place, pair) in try clustered(points).enumerated() {
      let (one, other) = (try #require(members[pair[0]]), try #require(members[pair[1]]))
      for node in pair { members[node] = nil }
      let chosen = apart(one, other)
      let all = Array(members.values) + [one, other]
      for a in all { for b in all where a != b { #expect(apart(a, b) > chosen - 1e-5) } }
      members[points.count + place] = one + other
    }
  }

  @Test func `equal symbols join first, and what is like in their vectors where a line makes some`() throws {
    // As one-hot vectors all others are equally far.
    #expect(try children(Self.symbols, feeding: "abcab", .clustered) == [[0, 3], [1, 4], [5, 6], [7, 2]])
    #expect(
      try children(Self.symbols, feeding: "abcd", .clustered, parameter: [0, 5, 5.5, 1]) == [[1, 2], [0, 3], [5, 4]])
  }

  @Test func `a balanced tree leaves brackets out, and a given one needs them`() throws {
    let text = "(0 0; 1 1) ((2 2; 3 3) (4 4))"
    #expect(try children(feeding: text, .given) == [[0, 1], [2, 3], [6, 4], [5, 7]])
    #expect(try children(feeding: text, .balanced) == [[0, 1], [2, 3], [5, 6], [7, 4]])
    let told = complaint { _ = try children(feeding: "0 0; 1 1; 2 2", .given) }
    #expect(told?.hasPrefix("no tree is given: brackets in what is fed make one") == true)
  }

  @Test func `a sheet without a tree, and more leaves than memory is for, are told`() throws {
    let model = try Model(try SheetParser.parse("input x: 2\nh = x\n", name: "flat"))
    let told = complaint { _ = try LoadedInputs(model, .text("1 2"), seed: 1).under(.clustered, model) { _ in [] } }
    #expect(told == "the sheet walks over no tree: a clustered one is for sheets with 'over n in tree'")
    let many = complaint { _ = try clustered(Array(repeating: [0, 1], count: 4097)) }
    #expect(many?.hasPrefix("4097 leaves are too many to cluster") == true)
  }
}
