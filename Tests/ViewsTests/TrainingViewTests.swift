// How a training is seen: as a pane that follows from the session, while one types.

import Cells
import Debugger
import Learning
import Testing

@testable import Views

@Suite struct `A training on the screen` {
  /// An interface that is told of a training of a few updates.
  private func interface(_ width: Int = 100, _ height: Int = 40, until updates: Int = 12) throws -> Interface {
    var interface = try Interface.on("rnn", width, height)
    guard case .debugger(.train(let request))? = interface.enter("train parity for 40 batch 4 every 5 fresh 4").first
    else { throw CommandError.message("no training") }
    var training = try PromptTraining(request, .parity(), from: interface.session)
    var course = TrainingCourse(training, now: 0)
    interface.follow(course, saying: training.opening)
    for update in 1...updates { course.note(try training.update { false }, now: Double(update)) }
    interface.show(course)
    return interface
  }

  private func text(_ interface: Interface) -> String { PlainTextWriter.text(interface.screen.grid) }

  @Test func `is told in a pane more: loss, trials, the gradient, speed and the time that is left`() throws {
    let text = try text(interface(120, 50))
    for words in [
      "training · parity", "update 12/40", "4 sequences/s", "28 s left", "loss 0.", "wrong 0.", "gradient ",
    ] {
      #expect(text.contains(words), "\(words) is missing in\n\(text)")
    }
    #expect(
      text.contains("training 385 numbers on parity; keep typing, stop ends it") || text.contains("numbers on parity"))
  }

  @Test func `fits into two lines where there is little room`() throws {
    let interface = try interface(80, 24)
    #expect(text(interface).contains("training parity  update 12/40  loss 0."))
    #expect(text(interface).contains("h = tanh(z)"))
  }

  @Test(arguments: [(80, 24), (100, 40), (200, 60), (40, 12), (20, 5)])
  func `keeps within any screen`(width: Int, height: Int) throws {
    let grid = try interface(width, height).screen.grid
    #expect(grid.width == width && grid.height == height)
  }

  @Test func `goes on while one types and steps`() throws {
    var interface = try interface()
    try interface.press("Right", "Right")
    interface.enter("norm(h)")
    #expect(text(interface).contains("norm(h)@3 = "))
    #expect(interface.session.training?.updates == 12)
  }

  @Test func `is ended by Ctrl-C, which first drops what is being typed`() throws {
    var interface = try interface()
    interface.type("pin")
    #expect(try interface.press("Ctrl-C").isEmpty)
    #expect(interface.editor.text.isEmpty)
    #expect(try interface.press("Ctrl-C") == [.debugger(.stopTraining)])
    // One that has ended is not ended again.
    var course = try #require(interface.session.training)
    course.end = .stopped
    interface.show(course)
    #expect(try interface.press("Ctrl-C").isEmpty)
    #expect(text(interface).contains("training · parity · stopped"))
  }
}
