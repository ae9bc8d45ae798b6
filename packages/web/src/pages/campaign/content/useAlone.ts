import { type RefObject, useEffect } from 'react'

/**
 * While `isOn`, everything on the page around an element is out of reach, for keyboard and screen readers too.
 * What floats over the page (menus, dialogs) stands beside the application and stays.
 */
export function useAlone(place: RefObject<HTMLElement | null>, isOn: boolean) {
  useEffect(() => {
    if (!isOn || !place.current) return
    const aside: Element[] = []
    for (let one: Element = place.current; one.parentElement && !one.matches('.app'); one = one.parentElement)
      aside.push(
        ...[...one.parentElement.children].filter((other) => other !== one && !other.hasAttribute('inert')),
      )
    for (const one of aside) one.setAttribute('inert', '')
    return () => {
      for (const one of aside) one.removeAttribute('inert')
    }
  }, [place, isOn])
}
