import { Text } from '@tarojs/components'
import Taro, { useLoad } from '@tarojs/taro'
import { AuthError, createAuth } from 'miniprogram-login'
import { useState } from 'react'

const options = { baseUrl: 'https://api.test', exchange: '/login' }
const auth = createAuth(options)
const authOfTaro = createAuth({ ...options, platform: Taro, storageKey: 'taro' })

export default function Index() {
  const [shown, setShown] = useState('')
  useLoad(async () => {
    const answers = [await auth.request({ url: '/me' }), await authOfTaro.request({ url: '/taro' })]
    auth.logout()
    const error = await auth.ensureLogin().catch((error) => error)
    setShown([...answers.map(({ data }) => data.path), error instanceof AuthError && error.code].join(' '))
  })
  return <Text>{shown}</Text>
}
