import 'miniprogram-login'
