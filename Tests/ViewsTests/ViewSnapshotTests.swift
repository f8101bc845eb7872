// What each view looks like, for recurrent sheets and for some unlike them.

import Cells
import Debugger
import Testing

@testable import Views

extension Scene {
  private static func view(_ kind: ViewKind, _ name: String, _ sheet: String, _ keys: String...) -> (ViewKind, Scene) {
    (kind, Scene(name: "view-\(kind.name)-\(name)", sheet: sheet, keys: keys))
  }

  /// Scenes of each view.
  static let ofViews: [(view: ViewKind, scene: Scene)] = [
    view(.equations, "alone", "lstm", ">layout equations", "Right", "Right"),
    view(.equations, "beside", "slstm", "Shift-Right", "Shift-Right"),
    view(.equations, "unlike", "ista", ">layout equations beside gru | lines objective", "Right"),
    view(.attention, "heads", "multi-head", "End", ">layout attention A"),
    view(
      .attention, "one", "multi-head", "End", ">layout attention A[2]", "F4", "Ctrl-Down", "Ctrl-Down", "Ctrl-Right"),
    view(.attention, "energies", "multi-head", "End", ">layout equations | attention A[3] energies", "Tab", "F4"),
    view(.attention, "layers", "transformer-encoder", "End", ">layout equations | attention A[3]"),
    view(.attention, "script", "netra", "End"),
    view(.attention, "script-alone", "netra", "End", ">layout attention α"),
    view(.attention, "decoding", "translator", "End", "Left", ">layout equations | attention α"),
    view(.attention, "published", "g2p-id", "End", ">layout attention A[5]"),
    view(.attention, "memory", "trained ntm", "End"),
    view(.attention, "hops", "trained memory-network", "End"),
    view(.attention, "facts", "trained memory-network", "End", ">layout attention w"),
    view(.attention, "whole", "g2p-id", "End", ">layout attention A[5]", "F6", "F4"),
    view(.attention, "pinned", "multi-head", "End", ">pin Q[2] = 0", ">layout attention A[2] difference"),
    view(.units, "sorted", "gru", "End", ">view units h by z"),
    view(.units, "clustered", "g2p-encoder", "End", ">view units h clustered", "F4"),
    view(.matrix, "parameter", "gru", "Right", ">view matrix U_z"),
    view(.matrix, "state", "memory", "End", ">layout equations | matrix M | units r", "Tab", "Ctrl-Down", "Ctrl-Right"),
    view(.matrix, "window", "g2p-encoder", "Right", ">view matrix U_n", "Esc", "G"),
    view(.units, "attention", "translator", "End", ">layout equations | units α"),
    view(.matrix, "attention", "translator", "End", ">layout equations | matrix A", "Tab"),
    view(.matrix, "whole", "g2p-encoder", "Right", ">view matrix U_n", "F6"),
    view(.units, "whole-run", "long", ">goto 2500", "F12"),
    view(.number, "state", "memory", "End", ">view number s"),
    view(.bars, "gate", "gru", "Right", "Right", ">view bars z"),
    view(.bars, "sorted", "g2p-encoder", "Right", "Right", ">view bars h by value"),
    view(.profile, "spectrum", "laplacian-slide", "End", ">layout equations | profile λ", "Tab", "Ctrl-Right"),
    view(.profile, "waves", "spectral", "End", ">layout equations | profile U", "Tab", "Ctrl-Down", "Ctrl-Right"),
    view(.profile, "chosen", "spectral", "End", ">layout profile U[:,2:3]"),
    view(.profile, "many", "lattice", "End", ">layout equations | profile h"),
    view(.profile, "parameter", "gru", "End", ">layout profile U_z[1:3,:]"),
    view(.outputs, "distribution", "reader", "End", ">view outputs p"),
    view(.outputs, "scores", "reader", "End", ">layout equations | outputs y | text h[2]"),
    view(.outputs, "chosen", "g2p", "End", ">layout equations | outputs y"),
    view(.bars, "pinned", "g2p-encoder", "Right", "Right", ">pin z = 0", ">view bars z"),
    view(.units, "before", "g2p", "End", ">pin z = 0 from 2", ">layout equations | units y", "F3"),
    view(.text, "word", "g2p-encoder", "End", ">layout equations | units h | text h[12]"),
    view(.text, "long", "reader", ">layout text h[2]", "Right", "Right", "Right"),
    view(.decay, "leaky", "leaky", "End", ">view decay h"),
    view(.decay, "cell", "lstm", ">goto 14", ">view decay c[3]"),
    view(.decay, "memory", "memory", "End", ">view decay M"),
    view(.graph, "attention", "gat", "End", ">layout equations | graph"),
    view(.graph, "adjacency", "gcn", "End"),
    view(.graph, "wave", "laplacian-slide", "End", ">layout equations | graph U | profile U", "Tab", "Ctrl-Right"),
    view(.graph, "classes", "gcn-nodes", "End", ">layout equations | graph P"),
    view(.graph, "answers", "gcn-nodes", "End", ">layout graph side"),
    view(.graph, "neighbours", "gcn-nodes", "End", ">layout graph P", "F4", "Ctrl-Right"),
    view(.graph, "unit", "gcn", "End", ">layout graph H_1[2]", "Tab", "Ctrl-Right"),
    view(.graph, "lattice", "lattice", "End", ">layout graph"),
    view(.graph, "window", "lattice", "End", ">layout equations | units | graph | lines", "Tab", "Ctrl-Down"),
    view(.tree, "walk", "tree", ">goto 4", ">layout equations | tree p", "Right", "Right", "Right"),
    view(.tree, "default", "tree", "End"),
    view(.tree, "unit", "tree", "End", ">layout tree p[2] | explain"),
    view(.tree, "words", "words", "End", ">layout tree"),
    view(.tree, "window", "chain", "End", ">layout equations | tree"),
    view(.tree, "whole", "chain", "End", ">layout equations | tree", "F6"),
    view(.attention, "dates", "trained dates", "End", ">layout attention"),
    view(.beside, "pinned", "gru", "End", ">pin z = 0", ">view beside"),
    view(
      .beside, "decay", "leaky", "End", ">keep", ">set μ = 0.5", ">keep", ">set μ = 0.99",
      ">layout beside decay h | lines"),
    view(.beside, "alone", "gru", ">view beside"),
    view(
      .beside, "objectives", "ista", "End", ">keep", ">set τ = 0.05", ">layout equations | beside number objective"),
    view(
      .explain, "gate", "g2p-encoder", "Right", "Right", ">layout equations | units z | explain", "Tab", "Ctrl-Down"),
    view(.explain, "keys", "g2p-encoder", "Right", "Right", ">layout equations | units z | explain", "Tab", "Esc", "j"),
    view(.explain, "memory", "memory", "End", ">layout explain | matrix M", "Ctrl-Down", "Ctrl-Right"),
    view(.lines, "expressions", "gru", "End", ">layout equations | units | lines norm(h - h[t-1]), mean(z), h[3]"),
    view(.training, "none", "gru", ">layout equations | training"),
    view(.lines, "alone", "memory", "End", ">layout lines"),
    view(.lines, "typed", "gru", "End", ">view lines norm(h)"),
    view(.grad, "states", "lstm", ">goto 9", ">layout equations | grad of norm(h)@24"),
    view(.grad, "whole-run", "long", ">goto 2500", ">layout grad h of s@5000"),
    view(.grad, "without-loss", "rnn", ">view grad"),
    view(
      .triangle, "state", "rnn", ">goto 5", ">layout equations | triangle z of norm(h)", "Ctrl-Down",
      "Ctrl-Right"),
    view(.triangle, "letters", "reader", ">layout triangle h of entropy(p)"),
    view(.shares, "recurrent", "rnn", ">goto 9", ">layout equations | shares U of norm(h)"),
    view(.flow, "cell", "lstm", ">goto 9", ">layout equations | flow c of norm(h)"),
    view(.flow, "skip", "skip", ">goto 9", ">layout flow h of norm(h)@24"),
    view(.race, "pinned", "lstm", ">pin f = 0.99", ">race now, lstm", ">layout equations | race"),
    view(.attention, "decoder", "transformer-decoder", "Right", "Right"),
    view(.graph, "sorted", "pooling"),
    view(.lines, "weights", "seq2seq-attention", ">goto α@3", ">layout equations | lines"),
    view(.units, "backward", "lstm", ">backward of norm(h)", ">next 3", ">layout equations | units d/c | explain"),
  ]
}

@Suite struct `Views` {
  @Test(arguments: Scene.ofViews.map(\.scene))
  func `look as they did at 80×24`(_ scene: Scene) throws {
    try Snapshot(name: "\(scene.name)-80x24").expect(scene.interface(80, 24).screen.grid)
  }

  @Test(arguments: Scene.ofViews.map(\.scene))
  func `look as they did at 200×60`(_ scene: Scene) throws {
    try Snapshot(name: "\(scene.name)-200x60").expect(scene.interface(200, 60).screen.grid)
  }

  @Test func `are all looked at`() {
    #expect(Set(Scene.ofViews.map(\.view)) == Set(ViewKind.allCases))
  }
}
