// shares: the gradient by a parameter before it is summed.

internal import Equations
internal import Evaluation

extension Command {
  static let shares: Command = Command(
    "shares", operands: "PARAMETER [of EXPRESSION]", completes: .expression,
    summary: "the gradient by a parameter before it is summed: what each step adds, and what came over each distance",
    details: """
      shares U_z of norm(h)    what each step adds, and all that passed so many steps between the number and U_z
      shares W                 of a number that is one for the whole run; distances are told if it comes from the last step
      On a tree it is what each level adds, from the root down, and of a small one each node.
      """,
    example: "shares U_z of norm(h)"
  ) { session, text throws(CommandError) in
    let (name, of) = GradientTarget.split(text)
    guard !name.isEmpty else { throw Command.shares.usage(text) }
    let shares = try session.alongside.shares(of: Symbols.typedName(name), from: of, every: 1)
    return Reply(shares.lists.filter { !$0.isOfManyNodes }.map { .lengths($0.report(of: shares)) })
  }
}

extension ParameterShares.List {
  /// Nodes of a tree that are listed one by one; of more the levels say enough.
  private static let mostNodes = 40

  fileprivate var isOfManyNodes: Bool { kind != .step && kind.isOfSteps && lengths.count > Self.mostNodes }

  fileprivate func report(of shares: ParameterShares) -> LengthsReport {
    LengthsReport(
      title: "∂\(shares.target)/∂\(shares.parameter): \(words)", axis: kind.name, lengths: lengths,
      first: kind.first, symbols: symbols)
  }

  private var words: String {
    switch kind {
    case .step: "what each step adds" + (stageName.map { " of \($0)" } ?? "")
    case .leaf: "what each leaf adds"
    case .node: "what each node adds"
    case .level: "what all nodes of a level add, from the root down"
    case .distance: "what came over each distance"
    case .descent: "what came so many levels down"
    }
  }
}
