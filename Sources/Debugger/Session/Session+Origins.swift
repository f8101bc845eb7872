// Where the numbers come from, in words, for whoever shows a session without knowing of files.

internal import Catalogue
internal import Equations
internal import Evaluation
internal import Formats

extension Session {
  /// The file that holds the parameters, without its folders, or how they were started.
  package var weightsDescription: String {
    if let trained = material.trained { return trained.words }
    guard let file = material.weights else { return "random start, seed \(material.seed)" }
    return file.path.split(separator: "/").last.map(String.init) ?? file.path
  }

  /// Oddities of the files, of what was fed and of the views that the sheet asks for, one a line.
  package var warningTexts: [String] {
    (warnings.map(\.description) + viewWarnings).map { "warning: \($0)" } + notes.map(\.line)
  }

  /// The examples that it runs on for want of an input, as the sheet has them; nil where one was given.
  package var exampleDescription: String? {
    guard material.feed.isExample, !model.inputs.isEmpty else { return nil }
    let tree = model.treeInputs
    let examples = model.inputs.compactMap { input -> String? in
      // They follow from the leaves.
      if input.id == tree?.left || input.id == tree?.right { return nil }
      if let example = input.example { return "\(input.name): \(example.spelled)" }
      if case .missing = values.inputs[input.id] { return nil }
      return "\(input.name): noise"
    }
    return examples.joined(separator: ", ")
  }
}
