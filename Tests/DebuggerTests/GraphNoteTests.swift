// What is odd about a graph that is fed, and said when it is.

import Debugger
import Equations
import Testing

@Suite struct `What is noted of a graph` {
  private func notes(_ matrix: String, _ equations: String, dims: String = "") throws -> [String] {
    let size = matrix.split(separator: ";").count
    let session = try Sessions.typed(
      "dims N = \(size)\(dims)\ninput A: N×N\n\(equations)\nexample A: \(matrix)\n")
    return session.warningTexts
  }

  @Test func `one part is nothing to tell of, in whatever direction its ties go`() throws {
    #expect(try notes("0 1 0; 0 0 0; 0 -2 0", "d = rowsum(A)") == [])
  }

  @Test func `parts are counted, and nodes without ties are named`() throws {
    #expect(
      try notes("0 1 0 0; 1 0 0 0; 0 0 0 1; 0 0 1 0", "d = rowsum(A)") == [
        "note: the graph A falls into 2 parts that no tie joins"
      ])
    #expect(
      try notes("0 1 0; 1 0 0; 0 0 5", "d = rowsum(A)") == [
        "note: the node 3 of A has no ties", "note: the node 3 of A is tied to itself",
      ])
    #expect(
      try notes("0 0 0; 0 0 0; 0 0 0", "d = rowsum(A)\nalphabet N: \"anna\" \"bert\" \"claire\"") == [
        "note: the nodes anna, bert, claire of A have no ties"
      ])
  }

  @Test(arguments: ["y = Q x", "y = Q x\nλ = eigvals(Q)"])
  func `of a matrix that is no graph nothing is noted`(equations: String) throws {
    let session = try Sessions.typed(
      "dims N = 3\ninput Q: N×N symmetric\ninput x: N once\n\(equations)\nexample Q: 2 0 0; 0 3 0; 0 0 4\nexample x: 1 1 1"
    )
    #expect(session.warningTexts == [])
  }

  @Test(arguments: ["d^-0.5", "d^(-0.5)"])
  func `that a node without ties is scaled by 0 is told where the sheet does so`(root: String) throws {
    #expect(
      try notes("0 1 0; 1 0 0; 0 0 0", "d = rowsum(A)\nr = choose(d > 0, \(root), 0)") == [
        "note: the node 3 of A has no ties: D^-½ is taken as 0 there"
      ])
  }

  @Test func `of very many nodes without ties some are named`() throws {
    let rows = Array(repeating: Array(repeating: "0", count: 12).joined(separator: " "), count: 12)
    #expect(
      try notes(rows.joined(separator: "; "), "d = rowsum(A)") == [
        "note: the nodes 1, 2, 3, 4, 5, 6, 7, 8 and 4 more of A have no ties"
      ])
  }

  @Test(arguments: ["U = eigvecs(L)", "y = eigvecs(diag(rowsum(A)) - A) rowsum(A)"])
  func `equal eigenvalues are told without any in the sheet, wherever their vectors are taken`(_ line: String) throws {
    let ring = "0 1 0 1; 1 0 1 0; 0 1 0 1; 1 0 1 0"
    #expect(
      try notes(ring, "L = diag(rowsum(A)) - A\n" + line).first?.hasPrefix(
        "note: the eigenvalues 2 and 3 are equal up to 1e-6: their vectors in \(line.prefix(1)) are not unique") == true
    )
    #expect(try notes("0 1 0; 1 0 2; 0 2 0", "L = diag(rowsum(A)) - A\n" + line) == [])
  }

  @Test func `what changes makes notes, and takes them back`() throws {
    var session = try Sessions.typed(
      """
      dims    N = 4
      input   A: N×N
      const   w = 2
      example A: 0 1 0 1; 1 0 1 0; 0 1 0 1; 1 0 1 0
      j = [n for n in 1..N]
      B = A + w diag(fill(1, N))
      K = B ⊙ (j jᵀ)
      U = eigvecs(K)
      """)
    #expect(session.notes.isEmpty)
    let equal = "are equal up to 1e-6: their vectors in U are not unique"
    #expect(try session.say("pin K = B").contains { $0.contains(equal) })
    #expect(session.notes.count == 1)
    _ = try session.say("unpin")
    #expect(session.notes.isEmpty)
    #expect(try session.say("K = B").contains { $0.contains(equal) })
    #expect(session.notes.count == 1)
  }

  @Test func `nodes that are tied to themselves are told`() throws {
    #expect(
      try notes("1 1 0; 1 0 1; 0 1 2", "d = rowsum(A)") == ["note: the nodes 1, 3 of A are tied to themselves"])
  }

  @Test func `equal eigenvalues are told where their vectors are taken, and nowhere else`() throws {
    let ring = "0 1 0 1; 1 0 1 0; 0 1 0 1; 1 0 1 0"
    let spectrum = "L = diag(rowsum(A)) - A\nλ = eigvals(L)"
    #expect(try notes(ring, spectrum) == [])
    #expect(
      try notes(ring, spectrum + "\nU = eigvecs(L)") == [
        "note: λ[2] and λ[3] are equal up to 1e-6: their vectors in U are not unique, nor is what is worked out from "
          + "single ones"
      ])
    let full = "0 1 1 1; 1 0 1 1; 1 1 0 1; 1 1 1 0"
    #expect(try notes(full, spectrum + "\nU = eigvecs(L)").first?.hasPrefix("note: λ[2] to λ[4] are equal") == true)
    #expect(try notes("0 1 0; 1 0 2; 0 2 0", spectrum + "\nU = eigvecs(L)") == [])
  }
}
