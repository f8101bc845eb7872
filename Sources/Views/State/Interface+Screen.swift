// From the state to the picture.

import Cells

extension Interface {
  /// The screen at the size that was told last.
  package var screen: Screen { screen(width: width, height: height) }

  /// The screen at any size.
  package func screen(width: Int, height: Int) -> Screen { screen(over: pictures(width: width, height: height)) }

  /// All that typing a line does not change: everything but the line itself and the hints below it.
  package var pictures: Screen { pictures(width: width, height: height) }

  private func pictures(width: Int, height: Int) -> Screen {
    var screen = Screen(width: width, height: height)
    let whole = screen.grid.bounds
    guard !ScreenLayout.isTooSmall(width: whole.width, height: whole.height) else {
      if !whole.isEmpty { TinyView(interface: self).draw(in: whole, on: &screen) }
      return screen
    }
    let layout = ScreenLayout(self, width: whole.width, height: whole.height)
    TitleView(interface: self).draw(in: layout.title, on: &screen)
    drawPanes(layout, on: &screen)
    TranscriptView(interface: self).draw(in: layout.transcript, on: &screen)
    LessonView(self)?.draw(in: layout.lesson, on: &screen)
    if let choice {
      CatalogueView(choice: choice, theme: theme).draw(in: layout.pages, on: &screen)
    } else if let page {
      PageView(page: page, theme: theme).draw(in: layout.pages, on: &screen)
    }
    return screen
  }

  /// The screen with pictures that were drawn before, at their size.
  package func screen(over pictures: Screen) -> Screen {
    var screen = pictures
    let whole = screen.grid.bounds
    guard !ScreenLayout.isTooSmall(width: whole.width, height: whole.height) else { return screen }
    let lines = ScreenLayout.lines(whole)
    PromptView(interface: self).draw(in: lines.prompt, on: &screen)
    HintsView(interface: self).draw(in: lines.hints, on: &screen)
    return screen
  }
}
