// compare: runs in lock step on one input.

internal import Equations
internal import Evaluation

extension Command {
  static let compare: Command = Command(
    "compare", ["cmp"], operands: "[RUN …] [with NAME = NAME, …] [by BOUND]", completes: .run,
    summary: "runs in lock step on one input: where they first part, and by how much since",
    details: """
      A run is a sheet, or now, or before, and what is otherwise in it: lstm, gru z=0, now H=32.
      compare                          the present run beside the untouched one
      compare lstm                     beside another sheet on the same input; parameters of one name and shape are the
                                       first run's
      compare z=0                      beside the same with z held to 0; sizes, constants and parameters are set likewise
      compare leaky μ=0.5 μ=0.9        a name that is set again begins another run of the same model
      compare gru z=0 r=1 rnn with W = W_h, U = U_h, b = b_h, h = h̃
                                       parameters and quantities that have other names there: theirs = those of the first
      compare by 0.01                  differences up to 0.01 do not count; without it 1e-6
      """,
    example: "compare z=0"
  ) { session, text throws(CommandError) in
    let request = try ComparisonRequest(text)
    if text.isEmpty, session.ghost == nil {
      throw .message("nothing is changed to compare with; compare MODEL sets another model beside this one")
    }
    guard request.sheets.allSatisfy(session.isOpen) else { return Reply(effects: [.compare(request)]) }
    return Reply([.comparison(try session.compare(request, sheets: [:]))])
  }
}
