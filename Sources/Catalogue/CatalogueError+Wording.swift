// How mistakes with resources, weights and inputs are said. Names from files are quoted so that no control character of theirs
// reaches a terminal.

import Equations
import Formats

extension CatalogueError: CustomStringConvertible {
  /// One line, but for the mistakes of a sheet, which show their lines.
  package var description: String {
    switch self {
    case .resourcesSetWrongly, .noResources, .noSuchSheet, .noSuchLesson: resourceWords
    case .sheet(let errors): errors.description
    case .file(let error): error.description
    case .missingTensor, .wrongShape, .sameName, .badMetadata, .constantNeedsFile: weightWords
    case .noLongerFits, .noSuchInput, .fedTwice, .sizesDisagree, .missingInputs, .inputShape, .noSteps,
      .lengthsDisagree, .notAToken, .treeOfOneLeaf,
      .brackets, .edges, .noTreeToChoose, .treeNotGiven, .tooManyLeaves, .againstTerm:
      inputWords
    case .nothingToFeed, .noAlphabet, .alphabetTooLarge, .notInAlphabet, .textTooLong, .notANumber, .wrongNumbers,
      .exampleDoesNotFit:
      feedWords
    }
  }

  private var resourceWords: String {
    switch self {
    case .resourcesSetWrongly(let path):
      "\(clean(path)): no folder 'models' in it; UNROLL_RESOURCES names the folder that holds it"
    case .noResources(let tried):
      "the program's sheets are not found; tried \(tried.map { clean($0) }.joined(separator: ", ")); "
        + "set UNROLL_RESOURCES to the folder that holds 'models'"
    case .noSuchSheet(let name, let nearest):
      "no sheet is called \(quoted(name)); \(nearest.map { "did you mean \($0)?" } ?? "'unroll models' lists them")"
    case .noSuchLesson(let name, let nearest):
      "no lesson is called \(quoted(name)); \(nearest.map { "did you mean \($0)?" } ?? "'unroll lessons' lists them")"
    default: ""
    }
  }

  private var weightWords: String {
    switch self {
    case .missingTensor(let path, let tensor, let needer, let others, let nearest, let available):
      "\(clean(path)): no tensor \(clean(tensor)) for \(needer)\(others.isEmpty ? "" : ", nor \(list(others))"); "
        + "\(nearest.map { "did you mean \(clean($0))? " } ?? "")the file holds \(list(available))"
    case .wrongShape(let path, let tensor, let needer, let expected, let found):
      "\(clean(path)): \(clean(tensor)) is \(axes(found)), but \(needer) needs \(expected)"
    case .sameName(let path, let one, let other):
      "\(clean(path)): \(quoted(one)) and \(quoted(other)) are one name; keep one of them"
    case .badMetadata(let path, let key, let expected):
      "\(clean(path)): metadata \(quoted(key)): expected \(clean(expected))"
    case .constantNeedsFile(let name): "the constant \(name) has no value; it comes with weights: --weights FILE"
    default: ""
    }
  }

  private var inputWords: String {
    switch self {
    case .missingInputs(let names, let path?, let nearest, let available):
      "\(clean(path)): no input \(names.joined(separator: ", ")); "
        + "\(nearest.map { "did you mean \(clean($0))? " } ?? "")the file holds \(list(available))"
    case .missingInputs(let names, nil, _, _):
      "nothing is fed to \(names.joined(separator: ", ")): feed \(names[0]) … gives it at the prompt, "
        + "--feed '\(names[0]): …' or --input FILE before"
    case .noLongerFits(let name, let reason, let all):
      "\(name) does not go with what is fed: \(reason), and nothing runs without it; "
        + "give \(all.joined(separator: " and ")) too, by feed \(name) … at the prompt or --feed '\(name): …' before"
    case .noSuchInput(let name, let nearest):
      "the sheet has no input \(clean(name))\(nearest.map { ": did you mean \($0)?" } ?? "")"
    case .fedTwice(let name): "--feed is given twice for \(clean(name)): put 'NAME: ' before one of them"
    case .sizesDisagree(let size, let one, let shape, let other, let otherShape, let path):
      "\(prefix(path))\(one) is [\(shape.map(String.init).joined(separator: ", "))] and \(other) is "
        + "[\(otherShape.map(String.init).joined(separator: ", "))]: both tell \(size), and must agree"
    case .inputShape(let path, let name, let expected, let found):
      "\(clean(path)): \(clean(name)) is [\(found.map(String.init).joined(separator: ", "))], expected \(expected)"
    case .noSteps(let name, let path): "\(prefix(path))\(name) has no steps; a sequence needs one or more"
    case .lengthsDisagree(let one, let steps, let other, let otherSteps, let path):
      "\(prefix(path))\(one) has \(steps) steps, \(other) has \(otherSteps); they run side by side and need as many"
    case .notAToken(let name, let path, let step, let value, let count):
      "\(clean(path)): \(name) at step \(step) is \(value); its symbols are numbered from 0 to \(count - 1)"
    case .brackets(let reason): reason
    case .edges(let path, let reason): "\(clean(path)): \(clean(reason))"
    case .treeOfOneLeaf(let path): "\(prefix(path))a tree needs two leaves or more"
    case .noTreeToChoose(let choice):
      "the sheet walks over no tree: a \(choice) one is for sheets with 'over n in tree'"
    case .treeNotGiven:
      "no tree is given: brackets in what is fed make one, as in ((the cat) (sat down)), or left and right in a file"
    case .tooManyLeaves(let count, let limit):
      "\(count) leaves are too many to cluster, which takes memory for each two of them: at most \(limit); "
        + "a balanced tree takes any number"
    case .againstTerm(let name, let term, let path, let found):
      "\(prefix(path))\(name) is to be \(term.rawValue): \(clean(found))"
    default: ""
    }
  }

  private var feedWords: String {
    switch self {
    case .nothingToFeed: "the model has no input to feed"
    case .noAlphabet(let name):
      "\(name) has no alphabet to read a text by; add a line 'alphabet \(name): …' to the sheet"
    case .alphabetTooLarge(let name, let symbols, let dimension):
      "the alphabet of \(name) has \(symbols) symbols, but \(dimension.label) is \(dimension.count)"
    case .notInAlphabet(let character, let position, let input, let symbols):
      "\(quoted(character)) (letter \(position)) is not in the alphabet of \(input): \(list(symbols))"
        + (character.count > 1
          ? nearestName(to: character, among: symbols).map { "; did you mean \(clean($0))?" } ?? "" : "")
    case .textTooLong(let input, let symbols, let limit):
      "the text for \(input) has \(symbols) symbols; at most \(limit) can be fed"
    case .notANumber(let name, let word, let row): "\(quoted(word)) in row \(row) for \(name) is no number"
    case .wrongNumbers(let name, let expected, let found): "\(name) needs \(expected), found \(found)"
    case .exampleDoesNotFit(let name, let reason): "the example does not fit \(name): \(reason)"
    default: ""
    }
  }
}

private func prefix(_ path: String?) -> String { path.map { "\(clean($0)): " } ?? "" }

private func quoted(_ text: String) -> String { "\"\(clean(text))\"" }

/// Without characters that a terminal obeys, and not longer than a line can bear.
private func clean(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(200).map { scalar -> String in
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
  return shown.joined() + (text.unicodeScalars.count > 200 ? "…" : "")
}

/// The first names and how many more there are.
private func list(_ names: [String]) -> String {
  guard !names.isEmpty else { return "none" }
  let shown = names.prefix(12).map { clean($0) }.joined(separator: ", ")
  return names.count > 12 ? "\(shown), … (\(names.count) in all)" : shown
}

private func axes(_ shape: [Int]) -> String {
  shape.isEmpty ? "a scalar" : shape.map(String.init).joined(separator: "×")
}
