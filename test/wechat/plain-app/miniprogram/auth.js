const { createAuth } = require('miniprogram-login')

module.exports = createAuth({ baseUrl: 'https://api.test', exchange: '/login' })
