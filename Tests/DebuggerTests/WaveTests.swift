// Waves on a graph: which entries are theirs, and how they are asked for and noted.

import Debugger
import Equations
import Testing

@Suite struct `Waves on a graph` {
  private static let sheet = """
    dims    N = 4, D = 2
    input   A: N×N
    input   X: D×N
    example A: 0 1 0 0; 1 0 1 0; 0 1 0 1; 0 0 1 0
    example X: noise 1
    L = diag(rowsum(A)) - A
    λ = eigvals(L)
    U = eigvecs(L)
    x̂ = Uᵀ (rowsum(Xᵀ))
    g = exp(-λ) ⊙ x̂
    y = U g
    G = diag(g)
    F = X U
    H = F Uᵀ
    """

  @Test(
    arguments: [
      ("L", []), ("λ", .rows), ("U", .columns), ("x̂", .rows), ("g", .rows), ("y", []), ("G", [.rows, .columns]),
      ("F", .columns), ("H", []),
    ] as [(String, WaveSides)])
  func `are told from nodes by what equations are made of`(_ name: String, _ sides: WaveSides) throws {
    let session = try Sessions.typed(Self.sheet)
    #expect(session.waveSides(of: try #require(session.model.quantity(named: name))) == sides)
  }

  @Test func `have nodes at the other side, and a spectrum alone has none`() throws {
    let session = try Sessions.typed(Self.sheet)
    func axis(_ name: String) throws -> NodeAxis? {
      session.nodeAxis(of: try #require(session.model.quantity(named: name)))
    }
    #expect(try axis("U") == .rows && axis("H") == .columns && axis("y") == .rows)
    #expect(try axis("λ") == nil && axis("x̂") == nil && axis("F") == nil)
    let vectors = try #require(session.waves)
    #expect(vectors.name == "U" && session.spectrum(of: vectors)?.name == "λ")
  }

  @Test func `are shown as lines where they are turned to, and color the graph`() throws {
    var session = try Sessions.open("laplacian-slide")
    #expect(session.panes.map(\.text) == ["equations", "profile", "graph"])
    #expect(session.quantity(of: session.panes[2])?.name == "U")
    session.focus = session.model.quantity(named: "L")?.id
    #expect(session.panes.map(\.text) == ["equations", "units", "graph"])
    #expect(session.view(of: session.panes[1]) == .matrix)
    session.focus = session.model.quantity(named: "U")?.id
    #expect(session.panes[1].text == "profile")
  }

  @Test(arguments: [
    "profile λ", "profile U", "profile U[:,2]", "profile U[:,2:4]", "profile U[3,:]", "profile λ[2:3]", "graph U[2]",
  ])
  func `are asked for whole or in part`(_ text: String) throws {
    #expect(try Pane.read(text, try Sessions.typed(Self.sheet)).text == text)
  }

  @Test(arguments: ["profile U[:,5]", "profile U[2]", "profile nothing", "graph λ", "graph U[5]"])
  func `are refused where there are none`(_ text: String) throws {
    let session = try Sessions.typed(Self.sheet)
    #expect(throws: CommandError.self) { try Pane.read(text, session) }
  }

  @Test func `a number has no profile, and is told to be one`() throws {
    let session = try Sessions.open("gcn")
    #expect(throws: CommandError.message("loss is one number: view number loss shows it over the steps")) {
      try Pane.read("profile loss", session)
    }
  }
}
